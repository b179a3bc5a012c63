import { type ChannelAdmin, type RouteDeclaration, route } from "@open-cowork/core/transport";
import {
  bindingPatchBody,
  bindingSchema,
  channelIdentityPatchBody,
  channelIdentitySchema,
  pairingCreateBody,
  pairingCreatedSchema,
  pairingSchema,
  refusalSchema,
} from "@open-cowork/shared";
import { bindingParams, list, TAG } from "./shapes.js";

/** Who is let in to a chat connection and what they may do: for people with the right to change settings. */
export function channelAdminRoutes({ channelAdmin: admin }: { channelAdmin: ChannelAdmin }): RouteDeclaration[] {
  return [
    route({
      method: "PATCH",
      path: "/channels/bindings/:id",
      summary: "Switch a chat connection on or off, or give it another policy as a whole.",
      tag: TAG,
      access: "settings.write",
      params: bindingParams,
      body: bindingPatchBody,
      response: bindingSchema,
      handler: async (ctx, { params, body }) => ({ json: await admin.update(ctx, params.id, body) }),
    }),
    route({
      method: "GET",
      path: "/channels/bindings/:id/identities",
      summary: "People who were let in.",
      tag: TAG,
      access: "settings.write",
      params: bindingParams,
      response: list(channelIdentitySchema),
      handler: async (ctx, { params }) => ({ json: { items: await admin.identities(ctx, params.id) } }),
    }),
    route({
      method: "PATCH",
      path: "/channels/identities/:id",
      summary: "Give a person of a chat another role, or block them: from their next message on.",
      tag: TAG,
      access: "settings.write",
      params: bindingParams,
      body: channelIdentityPatchBody,
      response: channelIdentitySchema,
      handler: async (ctx, { params, body }) => ({ json: await admin.changeIdentity(ctx, params.id, body) }),
    }),
    route({
      method: "POST",
      path: "/channels/bindings/:id/pairings",
      summary: "A code that lets one person in, once. It is in this answer and nowhere else; its role is at most the caller's own.",
      tag: TAG,
      access: "settings.write",
      params: bindingParams,
      body: pairingCreateBody,
      secretAnswer: true,
      response: pairingCreatedSchema,
      status: 201,
      handler: async (ctx, { params, body }) => {
        const { pairing, code } = await admin.invite(ctx, params.id, body);
        return { json: { pairing, code: code.reveal() } };
      },
    }),
    route({
      method: "GET",
      path: "/channels/bindings/:id/pairings",
      summary: "Invitations, without their codes.",
      tag: TAG,
      access: "settings.write",
      params: bindingParams,
      response: list(pairingSchema),
      handler: async (ctx, { params }) => ({ json: { items: await admin.pairings(ctx, params.id) } }),
    }),
    route({
      method: "DELETE",
      path: "/channels/pairings/:id",
      summary: "The code of this invitation stops working. Repeating it changes nothing.",
      tag: TAG,
      access: "settings.write",
      params: bindingParams,
      handler: async (ctx, { params }) => {
        await admin.revoke(ctx, params.id);
        return { empty: true };
      },
    }),
    route({
      method: "GET",
      path: "/channels/bindings/:id/refusals",
      summary: "Who was turned away lately, newest first.",
      tag: TAG,
      access: "settings.write",
      params: bindingParams,
      response: list(refusalSchema),
      handler: async (ctx, { params }) => ({ json: { items: await admin.refusals(ctx, params.id) } }),
    }),
  ];
}
