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

  /** Methods that this address does answer; none where there is nothing. */
  allowed(path: string): string[] {
    const declared = METHODS.filter((method) => this.#tree.find(method, path));
    return declared.length === 0 ? [] : [...declared.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])), "OPTIONS"];
  }
}

/** What files are asked with. */
const FILE_METHODS = ["GET", "HEAD", "OPTIONS"];
/** However it is written, a program asked for it: a page of the interface would not help. */
const API_ADDRESS = /^\/+api(?:\/|$)/i;

/** Picks the route, or leaves the request to `otherwise` (static files). OPTIONS tells the methods of an address and gives no other site leave for anything. */
export function matchRoute(current: () => RouteTable, otherwise: Step): Step {
  return async (ctx, next) => {
    const table = current();
    const found = table.find(ctx.method, ctx.path);
    if (found) {
      ctx.state.route = found.route;
      ctx.state.pattern = found.pattern;
      ctx.state.params = found.params;
      return next();
    }
    const declared = table.allowed(ctx.path);
    const isFile = declared.length === 0 && !API_ADDRESS.test(ctx.path);
    if (isFile && (ctx.method === "GET" || ctx.method === "HEAD")) return otherwise(ctx, next);
    const allowed = isFile ? FILE_METHODS : declared;
    if (allowed.length === 0) throw new AppError("request.route_unknown");
    ctx.set("allow", allowed.join(", "));
    if (ctx.method !== "OPTIONS") throw new AppError("request.method_not_allowed", { details: { allowed } });
    ctx.status = 204;
  };
}
