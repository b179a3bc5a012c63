import { type RouteDeclaration, route } from "@open-cowork/core/transport";
import {
  AppError,
  type Command,
  commandResultSchema,
  commandSchema,
  newId,
  page,
  sessionCreateBody,
  sessionListQuery,
  sessionPatchBody,
  sessionSummarySchema,
} from "@open-cowork/shared";
import type { ThreadDeps } from "../deps.js";
import type { Metrics } from "../metrics/metrics.js";
import { withAttachments } from "./attachments.js";
import { idParams } from "./params.js";

const TAG = "sessions";

/** The thread list and what is done to threads. */
export function sessionRoutes({ workspace, index, artifacts }: ThreadDeps, metrics: Metrics): RouteDeclaration[] {
  return [
    route({
      method: "GET",
      path: "/sessions",
      summary: "Threads by newest activity.",
      tag: TAG,
      access: "session.read",
      query: sessionListQuery,
      response: page(sessionSummarySchema),
      handler: async (ctx, { query: { archived, ...query } }) => ({
        json: await index.list(ctx, { ...query, archived: archived === undefined ? undefined : archived === "true" }),
      }),
    }),
    route({
      method: "POST",
      path: "/sessions",
      summary: "A new thread. With an id of your own a repeated request makes no second one: it fails with session.exists.",
      tag: TAG,
      access: "session.write",
      body: sessionCreateBody,
      response: sessionSummarySchema,
      status: 201,
      handler: async (ctx, { body }) => {
        const session = await workspace.create(ctx, body);
        return { json: session, headers: { location: `/api/v1/sessions/${session.id}` } };
      },
    }),
    route({
      method: "GET",
      path: "/sessions/:id",
      summary: "One line of the thread list.",
      tag: TAG,
      access: "session.read",
      params: idParams,
      response: sessionSummarySchema,
      handler: async (ctx, { params }) => ({ json: await summary(ctx, params.id) }),
    }),
    route({
      method: "PATCH",
      path: "/sessions/:id",
      summary: "Rename, pin, archive, tag; each field is one command.",
      tag: TAG,
      access: "session.write",
      params: idParams,
      body: sessionPatchBody,
      response: sessionSummarySchema,
      handler: async (ctx, { params, body }) => {
        for (const command of patchCommands(body)) await workspace.command(ctx, params.id, command);
        return { json: await summary(ctx, params.id) };
      },
    }),
    route({
      method: "DELETE",
      path: "/sessions/:id",
      summary: "Delete a thread with all that belongs to it.",
      tag: TAG,
      access: "session.delete",
      params: idParams,
      handler: async (ctx, { params }) => {
        await workspace.command(ctx, params.id, { kind: "delete", id: newId() });
        return { empty: true };
      },
    }),
    route({
      method: "POST",
      path: "/sessions/:id/commands",
      summary: "Ask something of a thread: prompt, abort, answer, rename … Accepted means committed. Repeating a command id gives the first answer.",
      tag: TAG,
      // The least that any command asks; the workspace holds each kind against its own permission.
      access: "approval.answer",
      params: idParams,
      body: commandSchema,
      response: commandResultSchema,
      status: 202,
      handler: async (ctx, { params, body }) => {
        const timer = metrics.commandDuration.startTimer({ kind: body.kind });
        const result = await workspace.command(ctx, params.id, await withAttachments(artifacts, ctx, params.id, body));
        timer();
        return { json: result };
      },
    }),
  ];

  async function summary(ctx: Parameters<typeof index.get>[0], id: string) {
    const found = await index.get(ctx, id);
    if (!found) throw new AppError("session.not_found");
    return found;
  }
}

function patchCommands(patch: { title?: string; pinned?: boolean; archived?: boolean; tags?: string[] }): Command[] {
  const commands: Command[] = [];
  const archive = patch.archived === undefined ? [] : [{ kind: "archive" as const, id: newId(), archived: patch.archived }];
  // An archived thread takes no other change: back it comes first, and away it goes last.
  if (patch.archived === false) commands.push(...archive);
  if (patch.title !== undefined) commands.push({ kind: "rename", id: newId(), title: patch.title });
  if (patch.pinned !== undefined) commands.push({ kind: "pin", id: newId(), pinned: patch.pinned });
  if (patch.tags !== undefined) commands.push({ kind: "tag", id: newId(), tags: patch.tags });
  if (patch.archived === true) commands.push(...archive);
  return commands;
}
