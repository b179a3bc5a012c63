import type { GatewayClient } from "@open-cowork/cloud-client";
import type { RequestContext } from "@open-cowork/core/kernel";
import type { ChannelHome } from "@open-cowork/core/transport";
import { AppError, type Binding, type Catalog, type ChannelHomeInfo, type ChannelIdentity, channelHomeSchema, newId } from "@open-cowork/shared";

/** The workspace at Cloud. What it is is asked once for each token and remembered. */
export class CloudHome implements ChannelHome {
  #info: ChannelHomeInfo | undefined;

  constructor(private readonly client: GatewayClient) {}

  /** As Cloud says it now. @throws AppError `host.unreachable`, `auth.invalid`, `auth.forbidden`, and `request.route_unknown` where something else answers */
  async read(timeoutMs?: number): Promise<ChannelHomeInfo> {
    const parsed = channelHomeSchema.safeParse(await this.client.home({ timeoutMs }));
    if (!parsed.success) throw new AppError("request.route_unknown", { message: "What answers there is not Open Cowork Cloud, or another version of it." });
    this.#info = parsed.data;
    return parsed.data;
  }

  /** Another token speaks from now on, and may be of another credential. */
  forget(): void {
    this.#info = undefined;
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
