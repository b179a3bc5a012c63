import { type InteractionBook, type RouteDeclaration, route } from "@open-cowork/core/transport";
import { interactionOfferBody, interactionSchema } from "@open-cowork/shared";
import { bindingParams, interactionParams, TAG } from "./shapes.js";

/** Meanings of buttons and codes. */
export function interactionRoutes({ interactions }: { interactions: InteractionBook }): RouteDeclaration[] {
  return [
    route({
      method: "POST",
      path: "/channels/bindings/:id/interactions",
      summary: "The short id for a decision in a thread: the same one until it lapses.",
      tag: TAG,
      access: "channel.serve",
      params: bindingParams,
      body: interactionOfferBody,
      response: interactionSchema,
      handler: async (ctx, { params, body: { ttlMs, ...of } }) => ({ json: await interactions.offer(ctx, params.id, of, ttlMs) }),
    }),
    route({
      method: "GET",
      path: "/channels/bindings/:id/interactions/:interaction",
      summary: "What a short id stands for, in whatever case it was typed.",
      tag: TAG,
      access: "channel.serve",
      params: interactionParams,
      response: interactionSchema,
      handler: async (ctx, { params }) => ({ json: await interactions.find(ctx, params.id, params.interaction) }),
    }),
  ];
}
