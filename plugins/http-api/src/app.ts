import type { IncomingMessage, ServerResponse } from "node:http";
import type { RouteDeclaration } from "@open-cowork/core/transport";
import Koa from "koa";
import { staticAssets } from "./assets/static-assets.js";
import { type HttpConfig, siteOf } from "./config.js";
import { type HttpDeps, keepsThreads } from "./deps.js";
import { Metrics } from "./metrics/metrics.js";
import { answer } from "./pipeline/answer.js";
import { authenticate } from "./pipeline/authenticate.js";
import { authorise } from "./pipeline/authorise.js";
import { idempotency } from "./pipeline/idempotency.js";
import { sizeLimit } from "./pipeline/limits.js";
import { LoginCookie } from "./pipeline/login-cookie.js";
import { measure } from "./pipeline/measure.js";
import { problems } from "./pipeline/problems.js";
import { rateLimit, refusalLimit } from "./pipeline/rate-limit.js";
import { requestContext } from "./pipeline/request-context.js";
import { matchRoute, RouteTable } from "./pipeline/route-table.js";
import { securityHeaders } from "./pipeline/security-headers.js";
import { siteGuard } from "./pipeline/site-guard.js";
import type { ApiState } from "./pipeline/state.js";
import { target } from "./pipeline/target.js";
import { trace } from "./pipeline/trace.js";
import { validate } from "./pipeline/validate.js";
import { ownRoutes } from "./routes/index.js";
import { SessionHub } from "./sse/session-hub.js";
import { SseStreams } from "./sse/sse-streams.js";
import { WorkspaceHub } from "./sse/workspace-hub.js";

export interface HttpApp {
  handler(req: IncomingMessage, res: ServerResponse): void;
  routes: readonly RouteDeclaration[];
  streams: SseStreams;
  /** Where the host keeps threads. */
  sessionHub?: SessionHub;
  metrics: Metrics;
}

export interface AppOptions {
  deps: HttpDeps;
  config: HttpConfig;
  address(): { host: string; port: number } | undefined;
  /** Hold JSON answers to their declared schemas. */
  checkResponses?: boolean;
}

/** The whole surface without a socket. Reads what plugins contributed, so it is built when all of them are set up. */
export function buildApp({ deps, config, address, checkResponses = false }: AppOptions): HttpApp {
  const site = siteOf(config);
  const cookie = new LoginCookie(site, deps.host.nodeId);
  const metrics = new Metrics();
  const streams = new SseStreams({ clock: deps.clock, log: deps.log, revocations: deps.revocations, metrics });
  const threads = keepsThreads(deps) ? { deps, sessionHub: new SessionHub({ ...deps, metrics }), workspaceHub: new WorkspaceHub(deps) } : undefined;
  const table = () => new RouteTable([...ownRoutes({ deps, config, cookie, metrics, streams, threads, address }), ...deps.contributions.all("routes")]);
  let current = table();
  deps.contributions.onChange(() => {
    try {
      current = table();
    } catch (error) {
      deps.log.error("http.routes_refused", { error });
    }
  });

  metrics.add(deps.contributions.all("metrics"));

  const app = new Koa<ApiState>();
  app.on("error", (error: unknown) => deps.log.warn("http.answer_broken", { error }));
  // The order is the security of this surface: each step may rely on those before it.
  app.use(trace(site.trustedProxies));
  app.use(measure(metrics));
  app.use(securityHeaders(site.secure));
  app.use(problems(deps.log, deps.clock));
  app.use(target());
  app.use(siteGuard(site));
  app.use(matchRoute(() => current, staticAssets(deps.contributions.all("assets"))));
  app.use(sizeLimit());
  app.use(authenticate(deps.identity, cookie, refusalLimit(deps.clock)));
  app.use(rateLimit(deps.clock, config));
  app.use(validate(deps.clock));
  app.use(authorise());
  app.use(requestContext());
  if (deps.idempotency) app.use(idempotency({ rows: deps.idempotency, clock: deps.clock, log: deps.log, worker: `${deps.host.nodeId}.${deps.host.bootId}` }));
  app.use(answer({ streams, checkResponses }));

  const handle = app.callback();
  return { handler: (req, res) => void handle(req, res), routes: current.routes, streams, sessionHub: threads?.sessionHub, metrics };
}
