import type { RequestContext } from "@open-cowork/core/kernel";
import type { EventLog, Workspace } from "@open-cowork/core/sessions";
import type { RouteResult } from "@open-cowork/core/transport";
import { sessionEventSchema } from "@open-cowork/shared";
import { z } from "zod";
import type { SessionHub } from "../sse/session-hub.js";
import { wantsEventStream } from "./accept.js";
import { seqCursor, standing, standingQuery } from "./params.js";

export const eventsQuery = z.object({ ...standingQuery, limit: z.coerce.number().int().min(1).max(1_000).default(500) });
export const eventsPage = z.object({ items: z.array(sessionEventSchema), next: z.string().optional() });

/** A session as a whole. */
export async function viewAnswer(workspace: Workspace, ctx: RequestContext, session: string): Promise<RouteResult> {
  const { summary, snapshot, events } = await workspace.view(ctx, session);
  // The snapshot is JSON already, and large: it goes out as it is.
  const text = `{"session":${JSON.stringify(summary)},"view":${snapshot?.json ?? "null"},"events":${JSON.stringify(events)}}`;
  return { text, contentType: "application/json; charset=utf-8" };
}

/** Its log after a cursor: a live stream for who asks for one, else a page. */
export async function eventsAnswer(
  { eventLog, hub }: { eventLog: EventLog; hub: SessionHub },
  ctx: RequestContext,
  session: string,
  { query, headers }: { query: z.output<typeof eventsQuery>; headers: Readonly<Record<string, string | undefined>> },
): Promise<RouteResult> {
  const after = seqCursor(standing(headers, query));
  if (wantsEventStream(headers.accept)) return { sse: await hub.open(ctx, session, after) };
  const items = await eventLog.read(ctx, session, { after, limit: query.limit });
  return { json: { items, ...(items.length === query.limit ? { next: String(items[items.length - 1]!.seq) } : {}) } };
}
