import { type RouteDeclaration, route } from "@open-cowork/core/transport";
import { sessionEventSchema, sessionViewSchema } from "@open-cowork/shared";
import { z } from "zod";
import type { ThreadDeps } from "../deps.js";
import type { SessionHub } from "../sse/session-hub.js";
import { wantsEventStream } from "./accept.js";
import { idParams, LAST_EVENT_ID, seqCursor, standing, standingQuery } from "./params.js";

const TAG = "sessions";
const eventsQuery = z.object({ ...standingQuery, limit: z.coerce.number().int().min(1).max(1_000).default(500) });

/** Reading a thread: as a whole, as pages of its log, as a live stream. */
export function sessionEventRoutes({ workspace, eventLog }: ThreadDeps, hub: SessionHub): RouteDeclaration[] {
  return [
    route({
      method: "GET",
      path: "/sessions/:id/view",
      summary: "The newest snapshot and the events after it; fold `events` onto `view`, then open the stream after the last one.",
      tag: TAG,
      access: "session.read",
      params: idParams,
      response: sessionViewSchema,
      handler: async (ctx, { params }) => {
        const { summary, snapshot, events } = await workspace.view(ctx, params.id);
        // The snapshot is JSON already, and large: it goes out as it is.
        const text = `{"session":${JSON.stringify(summary)},"view":${snapshot?.json ?? "null"},"events":${JSON.stringify(events)}}`;
        return { text, contentType: "application/json; charset=utf-8" };
      },
    }),
    route({
      method: "GET",
      path: "/sessions/:id/events",
      summary:
        "The log after a cursor. With `Accept: text/event-stream` everything after it and then live (`id:` is the seq, `event:` the kind; `event: reset` says: read the view again), else one page.",
      tag: TAG,
      access: "session.read",
      params: idParams,
      query: eventsQuery,
      produces: ["text/event-stream"],
      headers: LAST_EVENT_ID,
      response: z.object({ items: z.array(sessionEventSchema), next: z.string().optional() }),
      handler: async (ctx, { params, query, headers }) => {
        const after = seqCursor(standing(headers, query));
        if (wantsEventStream(headers.accept)) return { sse: await hub.open(ctx, params.id, after) };
        const items = await eventLog.read(ctx, params.id, { after, limit: query.limit });
        return { json: { items, ...(items.length === query.limit ? { next: String(items[items.length - 1]!.seq) } : {}) } };
      },
    }),
  ];
}
