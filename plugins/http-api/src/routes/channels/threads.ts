import type { Clock } from "@open-cowork/core/kernel";
import { type ChannelThreads, type RouteDeclaration, route } from "@open-cowork/core/transport";
import { AppError, channelThreadBindBody, channelThreadBody, channelThreadSchema, sessionSummarySchema } from "@open-cowork/shared";
import { watchSource } from "../../sse/channel-watch.js";
import { wantsEventStream } from "../accept.js";
import type { Acting } from "./acting.js";
import { bindingParams, list, TAG, threadParams } from "./shapes.js";

/** Conversations and the sessions that speak in them. */
export function channelThreadRoutes({ threads, clock }: { threads: ChannelThreads; clock: Clock }, acting: Acting): RouteDeclaration[] {
  return [
    route({
      method: "POST",
      path: "/channels/bindings/:id/threads",
      summary: "The thread of a conversation, begun where there is none.",
      tag: TAG,
      access: "channel.serve",
      params: bindingParams,
      body: channelThreadBody,
      response: channelThreadSchema,
      handler: async (ctx, { params, body }) => ({ json: await threads.thread(ctx, params.id, body.conversation) }),
    }),
    route({
      method: "GET",
      path: "/channels/bindings/:id/threads/behind",
      summary: "Threads that have something to say or do: what a gateway that starts has to look at.",
      tag: TAG,
      access: "channel.serve",
      params: bindingParams,
      response: list(channelThreadSchema),
      handler: async (ctx, { params }) => ({ json: { items: await threads.behind(ctx, params.id) } }),
    }),
    route({
      method: "GET",
      path: "/channels/bindings/:id/threads/:thread",
      summary: "One thread.",
      tag: TAG,
      access: "channel.serve",
      params: threadParams,
      response: channelThreadSchema,
      handler: async (ctx, { params }) => ({ json: await threads.get(ctx, params.id, params.thread) }),
    }),
    route({
      method: "POST",
      path: "/channels/bindings/:id/threads/:thread/bind",
      summary: "From now on that session speaks in the conversation. A gateway binds sessions that people of the binding made, or that spoke there before.",
      tag: TAG,
      access: "channel.serve",
      params: threadParams,
      body: channelThreadBindBody,
      response: channelThreadSchema,
      handler: async (ctx, { params, body }) => {
        // A thread that is not the caller's says nothing of sessions.
        await threads.get(ctx, params.id, params.thread);
        await acting.demandOwn(ctx, params.id, body.session);
        return { json: await threads.bind(ctx, params.id, params.thread, body.session, body.cursor) };
      },
    }),
    route({
      method: "GET",
      path: "/channels/bindings/:id/threads/:thread/history",
      summary: "Sessions that ever spoke in the conversation and still exist, newest first.",
      tag: TAG,
      access: "channel.serve",
      params: threadParams,
      response: list(sessionSummarySchema),
      handler: async (ctx, { params }) => ({ json: { items: await threads.history(ctx, params.id, params.thread) } }),
    }),
    route({
      method: "GET",
      path: "/channels/bindings/:id/events",
      summary:
        "Server-sent events: `changed` when the session of a thread has something new, `gap` when that may have been missed. There is no cursor: read what is behind after each connection.",
      tag: TAG,
      access: "channel.serve",
      params: bindingParams,
      produces: ["text/event-stream"],
      handler: async (ctx, { params, headers }) => {
        await acting.binding(ctx, params.id);
        if (!wantsEventStream(headers.accept))
          throw new AppError("request.invalid", { message: "This address is a stream: ask for it with Accept: text/event-stream." });
        return { sse: watchSource({ threads, clock }, ctx, params.id) };
      },
    }),
  ];
}
