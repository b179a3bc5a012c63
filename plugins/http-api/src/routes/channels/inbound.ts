import { type InboundQueue, type RouteDeclaration, route } from "@open-cowork/core/transport";
import { inboundClaimBody, inboundClaimedSchema, inboundCompleteBody, inboundPendingQuery, inboundRecordSchema } from "@open-cowork/shared";
import { bindingParams, list, MAX_BODY_BYTES, recordParams, TAG } from "./shapes.js";

/** Events of platforms, each dealt with once. */
export function inboundRoutes({ inbound }: { inbound: InboundQueue }): RouteDeclaration[] {
  return [
    route({
      method: "POST",
      path: "/channels/bindings/:id/inbound",
      summary: "Claim events of the platform, in order: `claimed` is stored for good and ours to deal with, `known` was claimed before.",
      tag: TAG,
      access: "channel.serve",
      params: bindingParams,
      body: inboundClaimBody,
      maxBytes: MAX_BODY_BYTES,
      verbatim: true,
      response: inboundClaimedSchema,
      handler: async (ctx, { params, body }) => ({ json: { outcomes: await inbound.claim(ctx, params.id, body.events) } }),
    }),
    route({
      method: "GET",
      path: "/channels/bindings/:id/inbound",
      summary: "Claimed events that are not dealt with yet, oldest first, after that record.",
      tag: TAG,
      access: "channel.serve",
      params: bindingParams,
      query: inboundPendingQuery,
      response: list(inboundRecordSchema),
      handler: async (ctx, { params, query }) => ({ json: { items: await inbound.pending(ctx, params.id, query) } }),
    }),
    route({
      method: "POST",
      path: "/channels/bindings/:id/inbound/:record/complete",
      summary: "An event was dealt with, and how. Repeating it changes nothing.",
      tag: TAG,
      access: "channel.serve",
      params: recordParams,
      body: inboundCompleteBody,
      handler: async (ctx, { params, body }) => {
        await inbound.complete(ctx, params.id, params.record, body.outcome);
        return { empty: true };
      },
    }),
  ];
}
