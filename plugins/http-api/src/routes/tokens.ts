import { type RouteDeclaration, route } from "@open-cowork/core/transport";
import { tokenCreateBody, tokenSchema } from "@open-cowork/shared";
import { z } from "zod";
import type { HttpDeps } from "../deps.js";
import { idParams } from "./params.js";

const TAG = "tokens";

/** API tokens of the caller. */
export function tokenRoutes({ identity }: HttpDeps): RouteDeclaration[] {
  return [
    route({
      method: "GET",
      path: "/tokens",
      summary: "API tokens of the caller, without their secrets.",
      tag: TAG,
      access: "token.own",
      response: z.object({ items: z.array(tokenSchema) }),
      handler: async (ctx) => ({ json: { items: await identity.tokens(ctx) } }),
    }),
    route({
      method: "POST",
      path: "/tokens",
      summary: "A new API token. Its secret is in this answer and nowhere else; its role is at most the caller's own.",
      tag: TAG,
      access: "token.own",
      body: tokenCreateBody,
      secretAnswer: true,
      response: z.object({ token: tokenSchema, secret: z.string() }),
      status: 201,
      handler: async (ctx, { body }) => {
        const { token, secret } = await identity.createToken(ctx, body);
        return { json: { token, secret: secret.reveal() } };
      },
    }),
    route({
      method: "DELETE",
      path: "/tokens/:id",
      summary: "Revoke a token; its open streams close at once.",
      tag: TAG,
      access: "token.own",
      params: idParams,
      handler: async (ctx, { params }) => {
        await identity.revokeToken(ctx, params.id);
        return { empty: true };
      },
    }),
  ];
}
