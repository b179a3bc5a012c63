import type { RequestContext, TenantContext } from "@open-cowork/core/kernel";
import { AppError } from "@open-cowork/shared";

/** The person of a chat for whom a context was made; undefined for the gateway itself. */
export function identityOf(ctx: TenantContext & Partial<RequestContext>): string | undefined {
  const actor = ctx.principal?.actor;
  return actor?.kind === "channel" ? actor.id : undefined;
}

/** @throws AppError `auth.forbidden`: by itself a gateway asks nothing of sessions */
export function demandIdentity(ctx: TenantContext & Partial<RequestContext>): string {
  const identity = identityOf(ctx);
  if (identity === undefined) throw new AppError("auth.forbidden", { message: "A gateway does this only for a person of a chat." });
  return identity;
}
