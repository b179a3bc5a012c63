import type { Principal, RequestContext } from "@open-cowork/core/kernel";
import type { RouteDeclaration, RouteInput } from "@open-cowork/core/transport";
import type Koa from "koa";

/** What the steps of the pipeline hand to each other. */
export interface ApiState {
  traceId: string;
  /** Address of the client, behind trusted proxies too. */
  remote: string;
  route?: RouteDeclaration;
  /** Path of the declaration, for metrics: bounded in number, unlike addresses. */
  pattern?: string;
  params: Record<string, string>;
  principal: Principal;
  request?: RequestContext;
  input?: RouteInput<unknown, unknown, unknown>;
}
export type ApiContext = Koa.ParameterizedContext<ApiState>;
export type Step = Koa.Middleware<ApiState>;

export function headerOf(ctx: ApiContext, name: string): string | undefined {
  const value = ctx.req.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
