import { AppError, type Binding, type ChannelIdentity } from "@open-cowork/shared";
import type { RequestContext } from "../../kernel/context.js";
import type { ChannelAccess } from "../../transport/channels/access.js";
import { bindingOf, identityOf } from "./memory-channel-directory.js";
import type { MemoryChannelStore } from "./memory-channel-store.js";

export class MemoryChannelAccess implements ChannelAccess {
  constructor(private readonly store: MemoryChannelStore) {}

  async person(ctx: RequestContext, identity: string): Promise<{ identity: ChannelIdentity; binding: Binding }> {
    const reachable = this.store.reachable(ctx);
    const row = this.store.identities.find(({ tenant, id }) => tenant === ctx.tenant && id === identity);
    const binding = reachable.find(({ id }) => id === row?.binding);
    if (!row || !binding) throw new AppError("channel.identity_unknown");
    return { identity: identityOf(row), binding: bindingOf(binding) };
  }

  async carriers(ctx: RequestContext, session: string): Promise<string[]> {
    const reachable = this.store.reachable(ctx).map(({ id }) => id);
    if (!this.store.speaker({ tenant: ctx.tenant, session })) return [];
    const threads = this.store.threads.filter((row) => row.tenant === ctx.tenant && row.sessions.includes(session));
    return [...new Set(threads.map(({ binding }) => binding))].filter((binding) => reachable.includes(binding));
  }
}
