import type { GatewayClient } from "@open-cowork/cloud-client";
import type { RequestContext } from "@open-cowork/core/kernel";
import type { BindingLease, ChannelDirectory, ChatProfile } from "@open-cowork/core/transport";
import { AppError, type Binding, type ChannelIdentity, type ChatPerson, MAX_PAIRING_CODE_CHARS, type Refusal } from "@open-cowork/shared";

/** Bindings and people, kept at Cloud. Contexts are not passed on: there, the token says who asks. */
export class CloudDirectory implements ChannelDirectory {
  constructor(private readonly client: GatewayClient) {}

  connect(_ctx: RequestContext, instance: { provider: string; instance: string }, holder: string, ttlMs: number): Promise<BindingLease> {
    return this.client.bindings.connect({ ...instance, holder, ttlMs });
  }
  renew(_ctx: RequestContext, binding: string, holder: string, ttlMs: number, profile?: ChatProfile): Promise<Binding> {
    return this.client.bindings.renew(binding, { holder, ttlMs, profile });
  }
  release(_ctx: RequestContext, binding: string, holder: string): Promise<void> {
    return this.client.bindings.release(binding, holder);
  }
  identity(_ctx: RequestContext, binding: string, person: ChatPerson): Promise<ChannelIdentity | undefined> {
    return this.client.bindings.identify(binding, person);
  }
  async redeem(_ctx: RequestContext, binding: string, person: ChatPerson, code: string): Promise<ChannelIdentity> {
    if (code.length > MAX_PAIRING_CODE_CHARS) throw new AppError("channel.pairing_invalid");
    return this.client.bindings.redeem(binding, person, code);
  }
  refused(_ctx: RequestContext, binding: string, reason: Refusal["reason"], person: Pick<ChatPerson, "id"> & Partial<ChatPerson>): Promise<void> {
    return this.client.bindings.refused(binding, reason, person);
  }
}
