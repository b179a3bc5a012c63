import type { RouteDeclaration } from "@open-cowork/core/transport";
import type { HttpConfig } from "../config.js";
import { type HttpDeps, has, type ThreadDeps } from "../deps.js";
import type { Metrics } from "../metrics/metrics.js";
import type { LoginCookie } from "../pipeline/login-cookie.js";
import type { SessionHub } from "../sse/session-hub.js";
import type { SseStreams } from "../sse/sse-streams.js";
import type { WorkspaceHub } from "../sse/workspace-hub.js";
import { artifactRoutes } from "./artifacts.js";
import { authRoutes } from "./auth.js";
import { docsRoutes } from "./docs.js";
import { exportRoutes } from "./export.js";
import { modelProviderRoutes } from "./model-providers.js";
import { opsRoutes } from "./ops.js";
import { sessionEventRoutes } from "./session-events.js";
import { sessionFileRoutes } from "./session-files.js";
import { sessionRoutes } from "./sessions.js";
import { tokenRoutes } from "./tokens.js";
import { catalogRoutes, workspaceFeedRoutes, workspaceRoutes } from "./workspace.js";

export interface RouteParts {
  deps: HttpDeps;
  config: HttpConfig;
  cookie: LoginCookie;
  metrics: Metrics;
  streams: SseStreams;
  /** Where the host keeps threads. */
  threads?: ThreadParts;
  address(): { host: string; port: number } | undefined;
}

export interface ThreadParts {
  deps: ThreadDeps;
  sessionHub: SessionHub;
  workspaceHub: WorkspaceHub;
}

/** Every route of this plugin that the host has the ports for, by topic. */
export function ownRoutes(parts: RouteParts): RouteDeclaration[] {
  const { deps, config, cookie, metrics, threads } = parts;
  const hasModels = has(deps, "models", "bus");
  const capabilities = [...(threads ? ["sessions", "search", "artifacts", "export", "tokens"] : []), ...(hasModels ? ["model-providers"] : [])];
  const routes: RouteDeclaration[] = [
    ...(threads ? threadRoutes(threads, parts) : []),
    ...workspaceRoutes(deps, capabilities, config.maxUploadBytes),
    ...(has(deps, "models", "runtime") ? catalogRoutes(deps) : []),
    ...authRoutes(deps, cookie, metrics),
    ...(hasModels ? modelProviderRoutes(deps) : []),
    ...opsRoutes(deps, parts),
  ];
  const all = () => [...routes, ...deps.contributions.all("routes")];
  const info = { title: `${deps.host.name} API`, version: deps.host.version, cookie: cookie.name, idempotency: deps.idempotency !== undefined };
  routes.push(...docsRoutes(all, info));
  return routes;
}

/** What people do in a host that keeps threads. */
function threadRoutes({ deps, sessionHub, workspaceHub }: ThreadParts, { config, metrics }: RouteParts): RouteDeclaration[] {
  return [
    ...sessionRoutes(deps, metrics),
    ...sessionEventRoutes(deps, sessionHub),
    ...exportRoutes(deps.workspace),
    ...sessionFileRoutes(deps.workspace),
    ...workspaceFeedRoutes(deps, workspaceHub),
    ...artifactRoutes(deps, config.maxUploadBytes),
    ...tokenRoutes(deps),
  ];
}
