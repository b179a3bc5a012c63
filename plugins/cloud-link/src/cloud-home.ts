import type { GatewayClient } from "@open-cowork/cloud-client";
import type { RequestContext } from "@open-cowork/core/kernel";
import type { ChannelHome } from "@open-cowork/core/transport";
import { type Binding, type Catalog, type ChannelHomeInfo, type ChannelIdentity, newId } from "@open-cowork/shared";

/** The workspace at Cloud. What it is is asked once and remembered: it does not change while a token lives. */
export class CloudHome implements ChannelHome {
  #info: ChannelHomeInfo | undefined;

  constructor(private readonly client: GatewayClient) {}

  /** As Cloud says it now. @throws AppError `host.unreachable`, `auth.invalid`, `auth.forbidden` */
  async read(timeoutMs?: number): Promise<ChannelHomeInfo> {
    this.#info = await this.client.home({ timeoutMs });
    return this.#info;
  }

  async context(): Promise<RequestContext> {
    const { tenant, actor, credential } = await this.#known();
    return { tenant, principal: { tenant, actor, role: "gateway", credential }, traceId: newId() };
  }

  /** Only the id counts at Cloud, which looks up by itself who that is and what they may. */
  async as(identity: ChannelIdentity, _binding: Binding): Promise<RequestContext> {
    const { tenant, credential } = await this.#known();
    const actor = { kind: "channel", id: identity.id, name: identity.person.name } as const;
    return { tenant, principal: { tenant, actor, role: identity.role, credential }, traceId: newId() };
  }

  catalog(): Promise<Catalog> {
    return this.client.catalog();
  }

  threadUrl(session: string): string | undefined {
    return this.#info?.threadUrl?.replace("{session}", encodeURIComponent(session));
  }

  async #known(): Promise<ChannelHomeInfo> {
    return this.#info ?? this.read();
  }
}
