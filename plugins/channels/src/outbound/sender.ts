import { type Conversation, type Delivery, isAppError, type OutboundContent, type SendOutcome } from "@open-cowork/shared";
import { backoffMs } from "../backoff.js";
import { Repeat } from "../repeat.js";
import { rest } from "../rest.js";
import type { Served } from "../served.js";
import { attempt, edit } from "./attempt.js";
import { Growth } from "./growth.js";
import type { Slots } from "./slots.js";
import { isTrouble, pauseMs, type Verdict, verdict } from "./verdict.js";

const STORE_PAUSE = { firstMs: 500, mostMs: 15_000 };

type Step = { do: "deliver"; delivery: Delivery } | { do: "grow" } | { do: "wait"; ms: number } | { do: "nothing" };

/**
 * Sends what is in the outbox of one conversation, one message at a time. New ones go in their order; changes of those that are there already go in between, at the pace
 * of the platform. What still grows is shown without a note for each change: what is kept is the whole message at its end.
 */
export class Sender {
  readonly growth = new Growth();
  readonly #open = new Map<string, Delivery>();
  readonly #sending = new Repeat(() => this.#send());
  #cancel: () => void = () => undefined;
  /** The one that is being sent. */
  #current: string | undefined;
  /** When the last message was sent or changed here. */
  #touchedAt = Number.NEGATIVE_INFINITY;
  /** The platform asked to wait, or it is not known what it did. */
  #notBefore = 0;
  #storeFailures = 0;
  /** How often nobody knew whether a message arrived. */
  readonly #unknown = new Map<string, number>();

  constructor(
    private readonly served: Served,
    private readonly conversation: Conversation,
    private readonly slots: Slots,
    private readonly onTried: (outcome: SendOutcome["state"] | "dead") => void,
  ) {}

  /** Deliveries as they stand now, done or not. */
  add(deliveries: readonly Delivery[]): void {
    for (const delivery of deliveries) {
      const isOpen = delivery.state === "pending" || delivery.state === "sending";
      if (isOpen) this.#open.set(delivery.id, delivery);
      else this.#done(delivery.id);
      if (!isOpen && this.growth.hasEnded(delivery.id)) this.growth.forget(delivery.id);
    }
    this.wake();
  }

  /** Those that the store said are open a moment ago. What is known here may be newer; or older, where an operator sends one again. */
  adopt(deliveries: readonly Delivery[]): void {
    const news = deliveries.filter(({ id, updatedAt }) => id !== this.#current && updatedAt > (this.#open.get(id)?.updatedAt ?? Number.NEGATIVE_INFINITY));
    if (news.length > 0) this.add(news);
  }

  /** What a message shows by now. Replaces what it was to show before. */
  show(delivery: string, content: OutboundContent): void {
    this.growth.want(delivery, content);
    this.wake();
  }

  /** Nothing waits, grows or is being sent. */
  get isIdle(): boolean {
    return this.#open.size === 0 && this.#current === undefined && this.growth.isEmpty;
  }

  get waiting(): number {
    return this.#open.size;
  }

  /** When the oldest message that is not sent was put here. */
  get oldest(): number | undefined {
    return this.#open.size === 0 ? undefined : Math.min(...[...this.#open.values()].map(({ createdAt }) => createdAt));
  }

  wake(): void {
    if (this.served.signal.aborted) return;
    this.#cancel();
    void this.#sending.ask();
  }

  /** Resolves when what is being sent has been sent; begins nothing more once the service ends. */
  async idle(): Promise<void> {
    this.#cancel();
    await this.#sending.idle();
  }

  async #send(): Promise<void> {
    while (!this.served.signal.aborted) {
      const step = this.#next();
      if (step.do === "nothing") return;
      if (step.do === "wait") return this.#later(step.ms);
      await this.slots.run(async () => {
        // While it waited for its turn, the service may have ended.
        if (this.served.signal.aborted) return;
        this.#current = step.do === "deliver" ? step.delivery.id : undefined;
        if (step.do === "deliver") await this.#deliver(step.delivery);
        else await this.#grow();
        this.#current = undefined;
      });
    }
  }

  #next(): Step {
    const { deps, provider, reachable } = this.served;
    if (!reachable) return { do: "nothing" };
    const now = deps.clock.now();
    const nextEdit = this.#touchedAt + (provider.capabilities.edits?.minIntervalMs ?? 0);
    const first = this.#first(({ message }) => message === undefined);
    const changed = this.#first(({ message }) => message !== undefined);
    const deliveries = [
      ...(first === undefined ? [] : [{ delivery: first, at: first.nextAt }]),
      ...(changed === undefined ? [] : [{ delivery: changed, at: Math.max(changed.nextAt, nextEdit) }]),
    ];
    const growsAt = this.growth.next() === undefined ? Number.POSITIVE_INFINITY : nextEdit;
    const at = Math.max(this.#notBefore, Math.min(growsAt, ...deliveries.map((each) => each.at)));
    if (at === Number.POSITIVE_INFINITY) return { do: "nothing" };
    if (at > now) return { do: "wait", ms: at - now };
    // In their order where both may be done: a change of a message that somebody removed is a new message.
    const [next] = deliveries.filter((each) => each.at <= now).sort((a, b) => a.delivery.ordinal - b.delivery.ordinal);
    return next === undefined ? { do: "grow" } : { do: "deliver", delivery: next.delivery };
  }

  #first(which: (delivery: Delivery) => boolean): Delivery | undefined {
    let first: Delivery | undefined;
    // Of equals, the one that was put first.
    for (const delivery of this.#open.values()) if (which(delivery) && (first === undefined || delivery.ordinal < first.ordinal)) first = delivery;
    return first;
  }

  async #deliver({ id }: Delivery): Promise<void> {
    const { deps, ctx, binding, epoch } = this.served;
    let delivery: Delivery | undefined;
    try {
      delivery = await deps.outbox.begin(ctx, binding.id, id, epoch);
      this.#storeFailures = 0;
    } catch (error) {
      return this.#notBegun(error, id);
    }
    if (delivery === undefined) {
      this.#done(id);
      this.growth.forget(id);
      return;
    }
    const { message, content } = delivery;
    // What grew shows its end already: nothing is left to change.
    if (message !== undefined && this.growth.isShown(id, content)) return this.#settle(delivery, { state: "delivered", message });
    const outcome = await attempt(this.served, this.conversation, delivery);
    const unknown = (this.#unknown.get(id) ?? 0) + (outcome.state === "unknown" ? 1 : 0);
    if (unknown > 0) this.#unknown.set(id, unknown);
    const means = verdict(delivery, outcome, { tries: this.served.config.tries, unknown });
    this.#touchedAt = deps.clock.now();
    this.onTried(means.state);
    this.#log(delivery, means);
    if (outcome.state === "delivered") this.growth.shows(id, outcome.message, content, delivery.doubtful);
    else this.growth.unknown(id);
    if (outcome.state === "unknown") this.#notBefore = deps.clock.now() + pauseMs(delivery.attempts);
    await this.#settle(delivery, means);
    if (isTrouble(outcome)) this.served.onTrouble("The platform refuses our credentials. Set valid ones, then restart this provider.");
  }

  #log({ id, attempts }: Delivery, means: Verdict): void {
    const { log } = this.served;
    const fields = { delivery: id, attempts };
    if (means.state === "delivered") log.debug("delivery.delivered", fields);
    else if (means.state === "deferred") log.info("delivery.deferred", { ...fields, retryAfterMs: means.retryAfterMs });
    else log.warn(`delivery.${means.state}`, { ...fields, ...(means.state === "refused" ? { code: means.code } : {}) });
  }

  /** What became of a try is known here alone, so it is told until it is heard. */
  async #settle({ id, revision }: Delivery, outcome: Verdict): Promise<void> {
    const { deps, ctx, binding, log, signal } = this.served;
    for (let failures = 1; ; failures++) {
      try {
        this.add([await deps.outbox.settle(ctx, binding.id, id, revision, outcome)]);
        return;
      } catch (error) {
        if (isAppError(error) && !error.retryable && error.kind !== "internal") {
          // Its session is gone, or the binding is not ours any more.
          log.info("delivery.not_settled", { delivery: id, code: error.code });
          this.#done(id);
          return;
        }
        log.warn("delivery.settle_failed", { delivery: id, error });
        await rest(deps.clock, backoffMs(failures, STORE_PAUSE), signal);
        if (signal.aborted) return;
      }
    }
  }

  #done(id: string): void {
    this.#open.delete(id);
    this.#unknown.delete(id);
  }

  #notBegun(error: unknown, id: string): void {
    const { deps, log } = this.served;
    log.warn("delivery.begin_failed", { delivery: id, error });
    // Also where the lease is lost: what comes of that comes from those who keep it.
    this.#notBefore = deps.clock.now() + backoffMs(++this.#storeFailures, STORE_PAUSE);
  }

  async #grow(): Promise<void> {
    const growing = this.growth.next();
    if (growing === undefined) return;
    const { deps, log } = this.served;
    const { delivery, message, content } = growing;
    this.growth.taken(delivery);
    const outcome = await edit(this.served, this.conversation, message, content, { id: delivery, doubtful: this.growth.isDoubtful(delivery) });
    const now = deps.clock.now();
    this.#touchedAt = now;
    if (outcome.state === "delivered") this.growth.shows(delivery, outcome.message, content);
    else {
      log.debug("delivery.growth_failed", { delivery, outcome: outcome.state });
      this.growth.unknown(delivery, outcome.state === "refused");
    }
    if (outcome.state === "deferred") {
      this.growth.want(delivery, content);
      this.#notBefore = now + (outcome.retryAfterMs > 0 ? outcome.retryAfterMs : pauseMs(1));
    }
  }

  #later(ms: number): void {
    this.#cancel();
    this.#cancel = this.served.deps.clock.after(ms, () => this.wake());
  }
}
