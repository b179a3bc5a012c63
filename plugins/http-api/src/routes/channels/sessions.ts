import type { EventLog, Workspace } from "@open-cowork/core/sessions";
import { type ArtifactStore, type RouteDeclaration, route } from "@open-cowork/core/transport";
import { channelCommandBody, channelReaderQuery, channelSessionBody, commandResultSchema, sessionSummarySchema, sessionViewSchema } from "@open-cowork/shared";
import { z } from "zod";
import type { Metrics } from "../../metrics/metrics.js";
import type { SessionHub } from "../../sse/session-hub.js";
import { withAttachments } from "../attachments.js";
import { LAST_EVENT_ID } from "../params.js";
import { eventsAnswer, eventsPage, eventsQuery, viewAnswer } from "../session-answers.js";
import type { Acting } from "./acting.js";
import { bindingParams as sessionParams, TAG } from "./shapes.js";

export interface ChannelSessionDeps {
  workspace: Workspace;
  eventLog: EventLog;
  artifacts: ArtifactStore;
  hub: SessionHub;
  metrics: Metrics;
}

/** What people of chats ask of the sessions that speak in their conversations. */
export function channelSessionRoutes(deps: ChannelSessionDeps, acting: Acting): RouteDeclaration[] {
  const { workspace, artifacts, metrics } = deps;
  return [
    route({
      method: "POST",
      path: "/channels/sessions",
      summary: "A new session, made by a person of a chat. Bind it to a thread before anything is asked of it.",
      tag: TAG,
      access: "channel.serve",
      body: channelSessionBody,
      response: sessionSummarySchema,
      status: 201,
      handler: async (ctx, { body: { identity, ...input } }) => {
        const person = await acting.person(ctx, identity);
        return { json: await workspace.create(person.ctx, input) };
      },
    }),
    route({
      method: "POST",
      path: "/channels/sessions/:id/commands",
      summary: "Ask something of a session as a person of a chat, with the role that person was given. Repeating a command id gives the first answer.",
      tag: TAG,
      access: "channel.serve",
      params: sessionParams,
      body: channelCommandBody,
      response: commandResultSchema,
      status: 202,
      handler: async (ctx, { params: { id }, body: { identity, command } }) => {
        const timer = metrics.commandDuration.startTimer({ kind: command.kind });
        const person = await acting.personIn(ctx, identity, id);
        await acting.demandFiles(ctx, id, command);
        const result = await workspace.command(person.ctx, id, await withAttachments(artifacts, ctx, id, command));
        timer();
        return { json: result };
      },
    }),
    route({
      method: "GET",
      path: "/channels/sessions/:id/view",
      summary: "A session as a whole, for a person of a chat or for the gateway that carries the conversation.",
      tag: TAG,
      access: "channel.serve",
      params: sessionParams,
      query: z.object(channelReaderQuery),
      response: sessionViewSchema,
      handler: async (ctx, { params: { id }, query }) => viewAnswer(workspace, await acting.reader(ctx, id, query.identity), id),
    }),
    route({
      method: "GET",
      path: "/channels/sessions/:id/events",
      summary: "Its log after a cursor, as for /sessions/{id}/events: a live stream with `Accept: text/event-stream`, else one page.",
      tag: TAG,
      access: "channel.serve",
      params: sessionParams,
      query: eventsQuery.extend(channelReaderQuery),
      produces: ["text/event-stream"],
      headers: LAST_EVENT_ID,
      response: eventsPage,
      handler: async (ctx, { params: { id }, query, headers }) => eventsAnswer(deps, await acting.reader(ctx, id, query.identity), id, { query, headers }),
    }),
  ];
}
