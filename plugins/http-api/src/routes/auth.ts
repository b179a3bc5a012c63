import { ROLE_PERMISSIONS } from "@open-cowork/core/authority";
import type { Principal } from "@open-cowork/core/kernel";
import { type RouteDeclaration, route } from "@open-cowork/core/transport";
import { isAppError, loginSessionSchema, type Me, meSchema, Secret } from "@open-cowork/shared";
import { z } from "zod";
import type { HttpDeps } from "../deps.js";
import type { Metrics } from "../metrics/metrics.js";
import type { LoginCookie } from "../pipeline/login-cookie.js";
import { idParams } from "./params.js";

const TAG = "auth";

/** Signing in and out. */
export function authRoutes({ identity }: HttpDeps, cookie: LoginCookie, metrics: Metrics): RouteDeclaration[] {
  return [
    route({
      method: "GET",
      path: "/auth/me",
      summary: "Who is signed in, and what they may do.",
      tag: TAG,
      access: "signed-in",
      response: meSchema,
      handler: (ctx) => ({ json: meOf(ctx.principal) }),
    }),
    route({
      method: "POST",
      path: "/auth/login",
      summary: "Exchange the secret of a one-time sign-in link for a login cookie. A POST, so that no link preview can use it up.",
      tag: TAG,
      access: "public",
      body: z.object({ link: z.string().trim().min(1).max(200) }),
      response: meSchema,
      handler: async (_ctx, { body, headers }) => {
        try {
          const login = await identity.redeemLoginLink(new Secret(body.link, "sign-in link"), (headers["user-agent"] ?? "").slice(0, 300));
          return { json: meOf(login.principal), headers: { "set-cookie": cookie.set(login.cookie.reveal(), login.maxAgeMs) } };
        } catch (error) {
          if (isAppError(error) && error.kind === "unauthenticated") metrics.loginFailures.inc();
          throw error;
        }
      },
    }),
    route({
      method: "POST",
      path: "/auth/logout",
      summary: "End this login session.",
      tag: TAG,
      access: "signed-in",
      handler: async (ctx) => {
        await identity.revokeLogin(ctx, ctx.principal.credential);
        return { empty: true, headers: { "set-cookie": cookie.clear() } };
      },
    }),
    route({
      method: "GET",
      path: "/auth/sessions",
      summary: "Login sessions of the caller.",
      tag: TAG,
      access: "signed-in",
      response: z.object({ items: z.array(loginSessionSchema) }),
      handler: async (ctx) => ({ json: { items: await identity.loginSessions(ctx) } }),
    }),
    route({
      method: "DELETE",
      path: "/auth/sessions/:id",
      summary: "End a login session of the caller; its open streams close at once.",
      tag: TAG,
      access: "signed-in",
      params: idParams,
      handler: async (ctx, { params }) => {
        await identity.revokeLogin(ctx, params.id);
        return { empty: true };
      },
    }),
  ];
}

function meOf(principal: Principal): Me {
  const { actor, tenant, role } = principal;
  return { actor, tenant, role, permissions: [...ROLE_PERMISSIONS[role]] };
}
