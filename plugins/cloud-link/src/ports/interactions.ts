import type { GatewayClient } from "@open-cowork/cloud-client";
import { typedCode } from "@open-cowork/core/channels";
import type { RequestContext } from "@open-cowork/core/kernel";
import type { InteractionBook } from "@open-cowork/core/transport";
import { AppError, type Interaction, interactionSchema } from "@open-cowork/shared";

/** Meanings of buttons and codes, kept at Cloud. */
export class CloudInteractions implements InteractionBook {
  constructor(private readonly client: GatewayClient) {}

  offer(_ctx: RequestContext, binding: string, of: Pick<Interaction, "thread" | "session" | "kind" | "request">, ttlMs: number): Promise<Interaction> {
    return this.client.interactions.offer(binding, { ...of, ttlMs });
  }
  async find(_ctx: RequestContext, binding: string, id: string): Promise<Interaction> {
    const code = typedCode(id);
    // What cannot be an id asks nobody.
    if (!interactionSchema.shape.id.safeParse(code).success) throw new AppError("channel.interaction_unknown");
    return this.client.interactions.find(binding, code);
  }
}
