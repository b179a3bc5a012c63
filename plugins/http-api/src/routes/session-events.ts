import { type RouteDeclaration, route } from "@open-cowork/core/transport";
import { sessionViewSchema } from "@open-cowork/shared";
import type { ThreadDeps } from "../deps.js";
import type { SessionHub } from "../sse/session-hub.js";
import { idParams, LAST_EVENT_ID } from "./params.js";
import { eventsAnswer, eventsPage, eventsQuery, viewAnswer } from "./session-answers.js";

const TAG = "sessions";

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
      handler: (ctx, { params }) => viewAnswer(workspace, ctx, params.id),
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
      response: eventsPage,
      handler: (ctx, { params, ...input }) => eventsAnswer({ eventLog, hub }, ctx, params.id, input),
    }),
  ];
}
