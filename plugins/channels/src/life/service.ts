import type { ChatProfile, ChatProvider } from "@open-cowork/core/transport";
import type { InboundEvent } from "@open-cowork/shared";
import type { ChannelsConfig } from "../config.js";
import { within } from "../deadline.js";
import { Claims } from "../inbound/claims.js";
import { Dealer } from "../inbound/dealer.js";
import { Desk } from "../inbound/desk.js";
import { Conversations } from "../outbound/conversations.js";
import type { ChannelDeps } from "../ports.js";
import type { Served } from "../served.js";
import { english } from "../texts/english.js";
import type { Lease } from "./lease.js";
import type { ProviderNumbers } from "./metrics.js";

/** How often everything is looked at again: what was missed, and what operators changed in the outbox. */
const REPAIR_MS = 10_000;

interface ServiceParts {
  deps: ChannelDeps;
  config: ChannelsConfig;
  provider: ChatProvider;
  lease: Lease;
  numbers: ProviderNumbers;
  onTrouble(reason: string): void;
}

/** All work on one binding, from the moment its lease is ours until it ends. */
export class Service {
  readonly served: Served;
  readonly conversations: Conversations;
  readonly #end = new AbortController();
  readonly #claims: Claims;
  readonly #dealer: Dealer;
  #cancelRepair: () => void = () => undefined;

  constructor({ deps, config, provider, lease, numbers, onTrouble }: ServiceParts) {
    const { binding, epoch, ctx } = lease;
    const log = deps.log.child({ provider: `${provider.kind}/${provider.instance}`, binding: binding.id });
    const own = { log, texts: english, profile: { name: binding.name }, reachable: true, signal: this.#end.signal };
    this.served = { deps, config, provider, ctx, epoch, binding, onTrouble, ...own };
    this.conversations = new Conversations(this.served, (outcome) => numbers.tried(outcome));
    const desk = new Desk(this.served, this.conversations);
    this.#dealer = new Dealer(this.served, desk, (outcome) => numbers.deal(outcome));
    this.#claims = new Claims(this.served, numbers, () => this.#dealer.poke());
  }

  /** Takes an event over, from the moment the provider starts; it is dealt with once the service has begun. */
  inbound(event: InboundEvent): Promise<"claimed" | "known"> {
    return this.#claims.add(event);
  }

  /** What was stored or put before comes first; then what is new. */
  begin(profile: ChatProfile): void {
    this.served.profile = profile;
    this.conversations.start();
    this.#dealer.poke();
    this.#repairLater();
  }

  /** Whether messages can be delivered now. */
  set reachable(reachable: boolean) {
    this.served.reachable = reachable;
    if (reachable) this.conversations.wake();
  }

  /** Ends at the next safe place: what is being sent is noted, what is being dealt with is dealt with again. Takes as long as the config allows. */
  async end(): Promise<void> {
    this.#end.abort();
    this.#cancelRepair();
    const { deps, config, log } = this.served;
    const ended = () => Promise.all([this.#claims.idle(), this.#dealer.idle(), this.conversations.stop()]);
    await within(deps.clock, config.drainMs, ended, () => log.warn("provider.drain_incomplete"));
  }

  #repairLater(): void {
    this.#cancelRepair = this.served.deps.clock.after(REPAIR_MS, () => {
      this.#dealer.poke();
      this.conversations.catchUp();
      this.#repairLater();
    });
  }
}
