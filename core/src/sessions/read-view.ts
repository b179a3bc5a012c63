import { type SessionEvent, SessionFold, type SessionView } from "@open-cowork/shared";
import type { TenantContext } from "../kernel/context.js";
import type { EventLog } from "./ports.js";

const PAGE = 5_000;

/** The newest snapshot and every event after it, as they are stored. @throws AppError `session.not_found` */
export async function readTail(
  log: EventLog,
  ctx: TenantContext,
  session: string,
): Promise<{ snapshot?: { seq: number; json: string }; events: SessionEvent[] }> {
  const snapshot = await log.snapshot(ctx, session);
  const events: SessionEvent[] = [];
  for (;;) {
    const after: number = events[events.length - 1]?.seq ?? snapshot?.seq ?? 0;
    const more = await log.read(ctx, session, { after, limit: PAGE });
    for (const event of more) events.push(event);
    if (more.length < PAGE) return { snapshot, events };
  }
}

/** The session folded up to its head. @throws AppError `session.not_found` */
export async function readFold(log: EventLog, ctx: TenantContext, session: string): Promise<SessionFold> {
  const { snapshot, events } = await readTail(log, ctx, session);
  const fold = new SessionFold(snapshot === undefined ? undefined : (JSON.parse(snapshot.json) as SessionView));
  for (const event of events) fold.apply(event);
  return fold;
}
