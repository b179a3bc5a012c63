import { type ChannelDirectory, type RouteDeclaration, route } from "@open-cowork/core/transport";
import { channelIdentifiedSchema, channelIdentifyBody, channelIdentitySchema, channelRefusalBody, pairingRedeemBody } from "@open-cowork/shared";
import { bindingParams, TAG } from "./shapes.js";

/** Who somebody on a platform is here. */
export function peopleRoutes({ directory }: { directory: ChannelDirectory }): RouteDeclaration[] {
  return [
    route({
      method: "POST",
      path: "/channels/bindings/:id/identities",
      summary: "Who a person of the platform is here; nobody for a stranger. Lets in who stands on the list of the binding.",
      tag: TAG,
      access: "channel.serve",
      params: bindingParams,
      body: channelIdentifyBody,
      response: channelIdentifiedSchema,
      handler: async (ctx, { params, body }) => {
        const identity = await directory.identity(ctx, params.id, body.person);
        return { json: identity === undefined ? {} : { identity } };
      },
    }),
    route({
      method: "POST",
      path: "/channels/bindings/:id/pairings/redeem",
      summary: "Let a person in by a pairing code, once.",
      tag: TAG,
      access: "channel.serve",
      params: bindingParams,
      body: pairingRedeemBody,
      response: channelIdentitySchema,
      handler: async (ctx, { params, body }) => ({ json: await directory.redeem(ctx, params.id, body.person, body.code) }),
    }),
    route({
      method: "POST",
      path: "/channels/bindings/:id/refusals",
      summary: "Count somebody who was turned away.",
      tag: TAG,
      access: "channel.serve",
      params: bindingParams,
      body: channelRefusalBody,
      handler: async (ctx, { params, body }) => {
        await directory.refused(ctx, params.id, body.reason, body.person);
        return { empty: true };
      },
    }),
  ];
}
