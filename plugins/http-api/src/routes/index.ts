import type { RouteDeclaration } from "@open-cowork/core/transport";
import { artifactRoutes } from "./artifacts.js";
import { authRoutes } from "./auth.js";
import { channelRoutes } from "./channels.js";
import { docsRoutes } from "./docs.js";
import { exportRoutes } from "./export.js";
import { modelProviderRoutes } from "./model-providers.js";
import { opsRoutes } from "./ops.js";
import type { RouteParts, ThreadParts } from "./parts.js";
import { sessionEventRoutes } from "./session-events.js";
import { sessionFileRoutes } from "./session-files.js";
import { sessionRoutes } from "./sessions.js";
import { tokenRoutes } from "./tokens.js";
import { workspaceFeedRoutes, workspaceRoutes } from "./workspace.js";

/** What the routes of threads can do; those of plugins tell their own. */
const CAPABILITIES = ["sessions", "search", "artifacts", "export", "tokens", "model-providers"];

/** Every route of this plugin that the host has the ports for, by topic. */
export function ownRoutes(parts: RouteParts): RouteDeclaration[] {
  const { deps, config, cookie, metrics, threads } = parts;
  const routes: RouteDeclaration[] = [
    ...(threads ? threadRoutes(threads, parts) : []),
    ...workspaceRoutes(deps, threads ? CAPABILITIES : [], config.maxUploadBytes),
    ...authRoutes(deps, cookie, metrics),
    ...opsRoutes(deps, parts),
    ...channelRoutes(parts),
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
    ...modelProviderRoutes(deps),
  ];
}
