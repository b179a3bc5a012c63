import { type Outbox, type RouteDeclaration, route } from "@open-cowork/core/transport";
import { deliveriesPutBody, deliveryBeginBody, deliveryBegunSchema, deliveryListQuery, deliverySchema, deliverySettleBody, page } from "@open-cowork/shared";
import { bindingParams, deliveryParams, list, MAX_BODY_BYTES, TAG, threadParams } from "./shapes.js";

/** Messages on their way out, as the gateway that sends them knows them. */
export function outboxRoutes({ outbox }: { outbox: Outbox }): RouteDeclaration[] {
  return [
    route({
      method: "PUT",
      path: "/channels/bindings/:id/threads/:thread/deliveries",
      summary: "Put messages into a thread and move its cursor, in one step. A known key gets the content of a higher revision; repeating it changes nothing.",
      tag: TAG,
      access: "channel.serve",
      params: threadParams,
      body: deliveriesPutBody,
      maxBytes: MAX_BODY_BYTES,
      verbatim: true,
      response: list(deliverySchema),
      handler: async (ctx, { params, body }) => ({ json: { items: await outbox.put(ctx, params.id, params.thread, body.deliveries, body.cursor) } }),
    }),
    route({
      method: "GET",
      path: "/channels/bindings/:id/deliveries/open",
      summary: "Messages that are not done, by thread and order.",
      tag: TAG,
      access: "channel.serve",
      params: bindingParams,
      response: list(deliverySchema),
      handler: async (ctx, { params }) => ({ json: { items: await outbox.open(ctx, params.id) } }),
    }),
    route({
      method: "POST",
      path: "/channels/bindings/:id/deliveries/:delivery/begin",
      summary: "Note that a try begins, before a byte leaves. No delivery in the answer: nothing is to be sent any more. channel.held for an old epoch.",
      tag: TAG,
      access: "channel.serve",
      params: deliveryParams,
      body: deliveryBeginBody,
      response: deliveryBegunSchema,
      handler: async (ctx, { params, body }) => {
        const delivery = await outbox.begin(ctx, params.id, params.delivery, body.epoch);
        return { json: delivery === undefined ? {} : { delivery } };
      },
    }),
    route({
      method: "POST",
      path: "/channels/bindings/:id/deliveries/:delivery/settle",
      summary: "What became of the try of that revision.",
      tag: TAG,
      access: "channel.serve",
      params: deliveryParams,
      body: deliverySettleBody,
      response: deliverySchema,
      handler: async (ctx, { params, body }) => ({ json: await outbox.settle(ctx, params.id, params.delivery, body.revision, body.outcome) }),
    }),
  ];
}

/** The same messages as operators see them. */
export function deliveryRoutes({ outbox }: { outbox: Outbox }): RouteDeclaration[] {
  return [
    route({
      method: "GET",
      path: "/channels/deliveries",
      summary: "Messages to chats, newest first; of one binding or in one state.",
      tag: TAG,
      access: "channel.serve",
      query: deliveryListQuery,
      response: page(deliverySchema),
      handler: async (ctx, { query }) => ({ json: await outbox.list(ctx, query) }),
    }),
    route({
      method: "POST",
      path: "/channels/deliveries/:id/retry",
      summary: "Send a refused or dead message again, with all its tries back.",
      tag: TAG,
      access: "channel.serve",
      params: bindingParams,
      response: deliverySchema,
      handler: async (ctx, { params }) => ({ json: await outbox.retry(ctx, params.id) }),
    }),
    route({
      method: "POST",
      path: "/channels/deliveries/:id/bury",
      summary: "Give up a message that is not done, or was refused.",
      tag: TAG,
      access: "channel.serve",
      params: bindingParams,
      response: deliverySchema,
      handler: async (ctx, { params }) => ({ json: await outbox.bury(ctx, params.id) }),
    }),
  ];
}
