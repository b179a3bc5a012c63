import type { RouteDeclaration } from "@open-cowork/core/transport";
import type { HttpConfig } from "../config.js";
import type { HttpDeps } from "../deps.js";
import type { Metrics } from "../metrics/metrics.js";
import type { LoginCookie } from "../pipeline/login-cookie.js";
import type { SessionHub } from "../sse/session-hub.js";
import type { SseStreams } from "../sse/sse-streams.js";
import type { WorkspaceHub } from "../sse/workspace-hub.js";
import { artifactRoutes } from "./artifacts.js";
import { authRoutes } from "./auth.js";
import { channelRoutes } from "./channels.js";
import { docsRoutes } from "./docs.js";
import { exportRoutes } from "./export.js";
import { modelProviderRoutes } from "./model-providers.js";
import { opsRoutes } from "./ops.js";
import { sessionEventRoutes } from "./session-events.js";
import { sessionFileRoutes } from "./session-files.js";
import { sessionRoutes } from "./sessions.js";
import { tokenRoutes } from "./tokens.js";
import { workspaceRoutes } from "./workspace.js";

export interface RouteParts {
  deps: HttpDeps;
  config: HttpConfig;
  cookie: LoginCookie;
  metrics: Metrics;
  streams: SseStreams;
  sessionHub: SessionHub;
  workspaceHub: WorkspaceHub;
  address(): { host: string; port: number } | undefined;
}

/** Every route of this plugin, by topic. */
export function ownRoutes(parts: RouteParts): RouteDeclaration[] {
  const { deps, config, cookie, metrics, sessionHub, workspaceHub } = parts;
  const routes: RouteDeclaration[] = [
    ...sessionRoutes(deps, metrics),
    ...sessionEventRoutes(deps, sessionHub),
    ...exportRoutes(deps.workspace),
    ...sessionFileRoutes(deps.workspace),
    ...workspaceRoutes(deps, workspaceHub, config.maxUploadBytes),
    ...artifactRoutes(deps, config.maxUploadBytes),
    ...authRoutes(deps, cookie, metrics),
    ...tokenRoutes(deps),
    ...modelProviderRoutes(deps),
    ...opsRoutes(deps, parts),
    ...channelRoutes(deps, parts),
  ];
  const all = () => [...routes, ...deps.contributions.all("routes")];
  routes.push(...docsRoutes(all, { title: `${deps.host.name} API`, version: deps.host.version, cookie: cookie.name }));
  return routes;
}
