import type { GatewayClient } from "@open-cowork/cloud-client";
import type { Clock, RequestContext } from "@open-cowork/core/kernel";
import type { InboundQueue } from "@open-cowork/core/transport";
import { CHANNEL_BATCH, type ErrorKind, type InboundEvent, type InboundRecord, isAppError } from "@open-cowork/shared";
import { batches } from "./batches.js";

type Outcome = "claimed" | "known";

/** Keys remembered whose fate is not known; platforms deliver again within minutes, and these are rare. */
const REMEMBERED = 10_000;

/** What is wrong may be in one event only. */
const SPOILED: ReadonlySet<ErrorKind> = new Set(["invalid", "too_large"]);

interface Waiting {
  event: InboundEvent;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

/**
 * Claims at Cloud. What is claimed while a request is under way goes together in the next one (one at a time for each binding, in order, at most 100
 * events), so that a lone event waits for nothing and a thousand a second need few requests.
 *
 * A request that ends without an answer may have been stored. Its events are then claimed again by whoever delivers them again, and would be `known`
 * though nobody deals with them: so they are `claimed` once more. That does no harm, because what was dealt with is not among the pending records.
 */
export class CloudInboundQueue implements InboundQueue {
  readonly #claims = new Map<string, BindingClaims>();

  constructor(private readonly deps: { client: GatewayClient; clock: Clock }) {}

  claim(_ctx: RequestContext, binding: string, events: readonly InboundEvent[]): Promise<Outcome[]> {
    let claims = this.#claims.get(binding);
    if (!claims) this.#claims.set(binding, (claims = new BindingClaims(this.deps, binding)));
    return claims.add(events);
  }
  pending(_ctx: RequestContext, binding: string, page: { limit: number; after?: string }): Promise<InboundRecord[]> {
    return this.deps.client.inbound.pending(binding, page);
  }
  complete(_ctx: RequestContext, binding: string, id: string, outcome: string): Promise<void> {
    return this.deps.client.inbound.complete(binding, id, outcome);
  }
}

class BindingClaims {
  #waiting: Waiting[] = [];
  #sending = false;
  readonly #unsettled = new Set<string>();

  constructor(
    private readonly deps: { client: GatewayClient; clock: Clock },
    private readonly binding: string,
  ) {}

  add(events: readonly InboundEvent[]): Promise<Outcome[]> {
    const outcomes = events.map((event) => new Promise<Outcome>((resolve, reject) => this.#waiting.push({ event, resolve, reject })));
    if (!this.#sending) {
      this.#sending = true;
      // What arrives in the same turn of the event loop goes along.
      this.deps.clock.soon(() => void this.#send());
    }
    return Promise.all(outcomes);
  }

  async #send(): Promise<void> {
    while (this.#waiting.length > 0) {
      const all = this.#waiting;
      this.#waiting = [];
      for (const part of batches(
        all.map(({ event }) => event),
        CHANNEL_BATCH,
      ))
        await this.#sendPart(all.splice(0, part.length), part);
    }
    this.#sending = false;
  }

  async #sendPart(waiting: readonly Waiting[], events: InboundEvent[]): Promise<void> {
    try {
      const outcomes = await this.deps.client.inbound.claim(this.binding, events);
      for (const [i, { event, resolve }] of waiting.entries()) resolve(this.#unsettled.delete(event.key) ? "claimed" : outcomes[i]!);
    } catch (error) {
      const isRefused = isAppError(error) && !error.retryable && error.kind !== "internal";
      // One event that Cloud does not take must not take the others with it, each time its platform delivers it again.
      if (isRefused && SPOILED.has(error.kind) && waiting.length > 1) {
        for (const one of waiting) await this.#sendPart([one], [one.event]);
        return;
      }
      for (const { event, reject } of waiting) {
        if (!isRefused) this.#remember(event.key);
        reject(error);
      }
    }
  }

  #remember(key: string): void {
    this.#unsettled.add(key);
    if (this.#unsettled.size > REMEMBERED) this.#unsettled.delete(this.#unsettled.values().next().value!);
  }
}
