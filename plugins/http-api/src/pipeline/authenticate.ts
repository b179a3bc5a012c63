import type { IdentityProvider } from "@open-cowork/core/authority";
import type { Principal } from "@open-cowork/core/kernel";
import { AppError, isAppError, Secret } from "@open-cowork/shared";
import type { LoginCookie } from "./login-cookie.js";
import { type ApiContext, headerOf, type Step } from "./state.js";

/** The credential of a request. A bearer token wins over a cookie: whoever sends one means it. */
function credentialOf(ctx: ApiContext, cookie: LoginCookie): { kind: "cookie" | "bearer"; value: Secret } | undefined {
  const authorization = headerOf(ctx, "authorization");
  if (authorization !== undefined) {
    const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization)?.[1];
    // Another scheme, or a malformed header, is a credential that is wrong, not one that is missing.
    if (token === undefined) throw new AppError("auth.invalid");
    return { kind: "bearer", value: new Secret(token, "bearer") };
  }
  const value = cookie.read(headerOf(ctx, "cookie"));
  return value === undefined ? undefined : { kind: "cookie", value: new Secret(value, "cookie") };
}

/**
 * Finds out who asks, once a request, by asking the identity port: a revoked credential is refused from the next request on. Public routes are not asked.
 * @param onRefused Called with the address of who has no valid credential; may throw another error instead.
 */
export function authenticate(identity: IdentityProvider, cookie: LoginCookie, onRefused: (remote: string) => void): Step {
  return async (ctx, next) => {
    if (ctx.state.route?.access !== "public") {
      try {
        ctx.state.principal = await principalOf(ctx, identity, cookie);
      } catch (error) {
        if (isAppError(error) && error.kind === "unauthenticated") onRefused(ctx.state.remote);
        throw error;
      }
    }
    return next();
  };
}

async function principalOf(ctx: ApiContext, identity: IdentityProvider, cookie: LoginCookie): Promise<Principal> {
  const credential = credentialOf(ctx, cookie);
  if (!credential) throw new AppError("auth.required");
  try {
    return await identity.authenticate(credential);
  } catch (error) {
    // A browser stops sending what has ended.
    if (credential.kind === "cookie" && isAppError(error) && error.code === "auth.invalid") ctx.res.setHeader("set-cookie", cookie.clear());
    throw error;
  }
}

/** For public routes that show more to some: who asks, or undefined for nobody known. */
export async function identify(
  ctx: { headers: Readonly<Record<string, string | undefined>> },
  identity: IdentityProvider,
  cookie: LoginCookie,
): Promise<Principal | undefined> {
  const bearer = /^Bearer +(\S+)$/i.exec(ctx.headers.authorization ?? "")?.[1];
  const value = bearer ?? cookie.read(ctx.headers.cookie);
  if (value === undefined) return undefined;
  try {
    return await identity.authenticate({ kind: bearer === undefined ? "cookie" : "bearer", value: new Secret(value, "credential") });
  } catch {
    // Unknown, expired, revoked, or storage is away: the public answer is right for all of them.
    return undefined;
  }
}
