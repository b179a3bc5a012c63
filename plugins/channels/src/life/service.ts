import type { RequestContext } from "@open-cowork/core/kernel";
import type { BindingLease, ChatProfile, ChatProvider, ChatSink } from "@open-cowork/core/transport";
import type { InboundEvent } from "@open-cowork/shared";
import type { ChannelsConfig } from "../config.js";
import { Claims } from "../inbound/claims.js";
import { Dealer } from "../inbound/dealer.js";
import { Desk } from "../inbound/desk.js";
import { Conversations } from "../outbound/conversations.js";
import type { ChannelDeps } from "../ports.js";
import type { Served } from "../served.js";
import { english } from "../texts.js";
import type { ProviderNumbers } from "./metrics.js";

interface ServiceParts {
  deps: ChannelDeps;
  config: ChannelsConfig;
  provider: ChatProvider;
  ctx: RequestContext;
  lease: BindingLease;
  numbers: ProviderNumbers;
}

/** All work on one binding, from the moment its lease is ours until it ends. */
export class Service {
  readonly served: Served;
  readonly conversations: Conversations;
  readonly #end = new AbortController();
  readonly #claims: Claims;
  readonly #dealer: Dealer;
  readonly #numbers: ProviderNumbers;

  constructor({ deps, config, provider, ctx, lease, numbers }: ServiceParts) {
    this.#numbers = numbers;
    const { binding, epoch } = lease;
    this.served = { deps, config, texts: english, provider, ctx, epoch, binding, profile: { name: binding.name }, signal: this.#end.signal };
    this.conversations = new Conversations(this.served, (outcome) => numbers.count(outcome));
    const desk = new Desk(this.served, this.conversations);
    this.#dealer = new Dealer(
      this.served,
      (record) => desk.deal(record),
      (record, error) => desk.failed(record, error),
    );
    this.#claims = new Claims(this.served, () => this.#dealer.poke());
  }

  /** What was stored or put before comes first; then what is new. */
  async begin(profile: ChatProfile): Promise<void> {
    this.served.profile = profile;
    await this.conversations.start();
    this.#dealer.poke();
  }

  async inbound(event: InboundEvent): ReturnType<ChatSink["inbound"]> {
    const { clock } = this.served.deps;
    const began = clock.now();
    try {
      const answer = await this.#claims.add(event);
      this.#numbers[answer] += 1;
      this.#numbers.acceptMs += clock.now() - began;
      this.#numbers.accepted += 1;
      return answer;
    } catch (error) {
      this.#numbers.rejected += 1;
      throw error;
    }
  }

  /** Ends at the next safe place: what is being sent is noted, what is being dealt with is dealt with again. */
  async end(): Promise<void> {
    this.#end.abort();
    await Promise.all([this.#dealer.idle(), this.conversations.stop()]);
  }
}
