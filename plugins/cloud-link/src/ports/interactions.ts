import type { GatewayClient } from "@open-cowork/cloud-client";
import type { RequestContext } from "@open-cowork/core/kernel";
import type { InteractionBook } from "@open-cowork/core/transport";
import type { Interaction } from "@open-cowork/shared";

/** Meanings of buttons and codes, kept at Cloud. */
export class CloudInteractions implements InteractionBook {
  constructor(private readonly client: GatewayClient) {}

  offer(_ctx: RequestContext, binding: string, of: Pick<Interaction, "thread" | "session" | "kind" | "request">, ttlMs: number): Promise<Interaction> {
    return this.client.interactions.offer(binding, { ...of, ttlMs });
  }
  find(_ctx: RequestContext, binding: string, id: string): Promise<Interaction> {
    return this.client.interactions.find(binding, id);
  }
}
