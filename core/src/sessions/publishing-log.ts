import type { TenantContext } from "../kernel/context.js";
import type { EventBus } from "../transport/ports.js";
import { indexPatch } from "./index-patch.js";
import type { Append, Appended, EventLog } from "./ports.js";
import { type Committed, type SessionRef, topics, type WorkspaceChange } from "./topics.js";

/**
 * The log and its announcements as one step: append, then tell the bus what was committed. The bus may lose an announcement
 * (a crash between the two); tails repair that by comparing heads.
 */
export class PublishingLog {
  constructor(
    readonly log: EventLog,
    private readonly bus: EventBus,
  ) {}

  async append(ctx: TenantContext, batch: Append): Promise<Appended> {
    const appended = await this.log.append(ctx, batch);
    if (!appended.repeated) this.#announce({ tenant: ctx.tenant, session: batch.session }, appended);
    return appended;
  }

  #announce(ref: SessionRef, { from, to, events, summary }: Appended): void {
    const { bus } = this;
    bus.publish(topics.session(ref), { from, to, events } satisfies Committed);
    if (summary === undefined) return;
    const patch = indexPatch(events);
    bus.publish(topics.workspace(ref.tenant), { type: "session", session: summary } satisfies WorkspaceChange);
    if (patch.opened.length + patch.closed.length > 0)
      bus.publish(topics.workspace(ref.tenant), { type: "attention", session: ref.session } satisfies WorkspaceChange);
    if (patch.wakes) bus.publish(topics.work, ref);
  }
}
