import { demand } from "../authority/authorizer.js";
import type { RequestContext } from "../kernel/context.js";

/**
 * The credential whose grants say which bindings the caller reaches; undefined for people who run the workspace, who reach all of the tenant.
 * @throws AppError `auth.forbidden` for everybody else
 */
export function grantee({ principal }: RequestContext): string | undefined {
  demand(principal, "channel.serve");
  return principal.role === "gateway" ? principal.credential : undefined;
}
