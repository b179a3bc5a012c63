import type { RouteDeclaration } from "@open-cowork/core/transport";
import { API, AppError } from "@open-cowork/shared";
import findMyWay from "find-my-way";
import type { Step } from "./state.js";

type Method = RouteDeclaration["method"];
const METHODS: readonly Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Full path of a declaration: under the API root, or as it stands after a leading double slash. */
export function fullPath(route: RouteDeclaration): string {
  return route.path.startsWith("//") ? route.path.slice(1) : API + route.path;
}

/**
 * Finds the declaration for a request. find-my-way is a radix tree that answers in well under a microsecond and knows nothing of middleware,
 * which is right here: every route goes through the same steps, and which are skipped is in its declaration.
 */
export class RouteTable {
  readonly routes: readonly RouteDeclaration[];
  readonly #tree = findMyWay({ ignoreTrailingSlash: true, maxParamLength: 256 });

  /** @throws Error when two declarations have the same method and path */
  constructor(routes: readonly RouteDeclaration[]) {
    this.routes = routes;
    for (const route of routes) this.#tree.on(route.method, fullPath(route), () => undefined, { route, pattern: fullPath(route) });
  }

  find(method: string, path: string): { route: RouteDeclaration; pattern: string; params: Record<string, string> } | undefined {
    const found = this.#tree.find((method === "HEAD" ? "GET" : method) as Method, path);
    return found ? { ...(found.store as { route: RouteDeclaration; pattern: string }), params: found.params as Record<string, string> } : undefined;
  }

  /** Methods that this address does answer. */
  allowed(path: string): string[] {
    return METHODS.filter((method) => this.#tree.find(method, path));
  }
}

/** Picks the route, or leaves the request to `otherwise` (static files), which answers whether it did. */
export function matchRoute(table: RouteTable, otherwise: Step): Step {
  return async (ctx, next) => {
    const found = table.find(ctx.method, ctx.path);
    if (found) {
      ctx.state.route = found.route;
      ctx.state.pattern = found.pattern;
      ctx.state.params = found.params;
      return next();
    }
    const allowed = table.allowed(ctx.path);
    if (allowed.length > 0) {
      ctx.set("allow", allowed.join(", "));
      throw new AppError("request.method_not_allowed", { details: { allowed } });
    }
    if (ctx.path === "/api" || ctx.path.startsWith("/api/") || (ctx.method !== "GET" && ctx.method !== "HEAD")) throw new AppError("request.route_unknown");
    await otherwise(ctx, next);
  };
}
