import type { OutboundMessage } from "@open-cowork/core/transport";
import { type Conversation, type Delivery, isAppError, type OutboundContent, type SendOutcome } from "@open-cowork/shared";
import { backoffMs } from "../backoff.js";
import type { Served } from "../served.js";

/** A token that was refused, or a platform that is away, is a matter for the operator: messages wait, they do not die of it. */
const TROUBLE_MS = 30_000;
const PAUSE = { firstMs: 1_000, mostMs: 60_000 };
const REMEMBERED = 20;

interface Live {
  id: string;
  content: OutboundContent;
}

/**
 * Sends what is in the outbox of one conversation, one at a time and in order. What still grows is shown in between, at the pace of the platform,
 * without a note for each change: what is kept is the whole message at its end.
 */
export class Sender {
  readonly #open = new Map<string, Delivery>();
  /** Messages of the platform that stand for the newest deliveries: what grows is among them. */
  readonly #sent = new Map<string, string>();
  #live: Live | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #cancel: () => void = () => undefined;
  #editedAt = Number.NEGATIVE_INFINITY;
  #notBefore = 0;

  constructor(
    private readonly served: Served,
    private readonly conversation: Conversation,
    private readonly onEvent: (outcome: SendOutcome["state"] | "dead") => void = () => undefined,
  ) {}

  /** Deliveries that are not done, and those there is nothing to do for. */
  add(deliveries: readonly Delivery[]): void {
    for (const delivery of deliveries) {
      if (delivery.message !== undefined) this.#remember(delivery.id, delivery.message);
      if (delivery.state === "pending" || delivery.state === "sending") this.#open.set(delivery.id, delivery);
      else this.#open.delete(delivery.id);
    }
    this.wake();
  }

  /** What a message of the outbox shows by now. Replaces what was to be shown before. */
  show(id: string, content: OutboundContent): void {
    this.#live = { id, content };
    this.wake();
  }

  /** Nothing of it grows any more. */
  settle(id: string): void {
    if (this.#live?.id === id) this.#live = undefined;
  }

  #remember(id: string, message: string): void {
    this.#sent.delete(id);
    this.#sent.set(id, message);
    if (this.#sent.size > REMEMBERED) this.#sent.delete(this.#sent.keys().next().value!);
  }

  get waiting(): number {
    return this.#open.size;
  }

  /** When the oldest message that is not sent was put here. */
  get oldest(): number | undefined {
    return this.#open.size === 0 ? undefined : Math.min(...[...this.#open.values()].map(({ createdAt }) => createdAt));
  }

  wake(): void {
    this.#again = true;
    if (this.#running !== undefined || this.served.signal.aborted) return;
    this.#cancel();
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
      if (this.#again) this.wake();
    });
  }

  /** Resolves when what is being sent has been sent. */
  async idle(): Promise<void> {
    this.#cancel();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#again && !this.served.signal.aborted) {
      this.#again = false;
      const now = this.served.deps.clock.now();
      const next = this.#next();
      if (next === undefined) await this.#showLive();
      else {
        const due = Math.max(next.nextAt, this.#notBefore, this.#isEdit(next) ? this.#nextEdit : 0);
        if (due > now) this.#later(due - now);
        else await this.#deliver(next);
      }
    }
  }

  #next(): Delivery | undefined {
    let first: Delivery | undefined;
    for (const delivery of this.#open.values()) {
      if (first === undefined || delivery.ordinal < first.ordinal || (delivery.ordinal === first.ordinal && delivery.id < first.id)) first = delivery;
    }
    return first;
  }

  async #deliver({ id }: Delivery): Promise<void> {
    const { deps, ctx, binding, epoch } = this.served;
    let delivery: Delivery | undefined;
    try {
      delivery = await deps.outbox.begin(ctx, binding.id, id, epoch);
    } catch (error) {
      return this.#storeAway(error, id);
    }
    this.#again = true;
    if (delivery === undefined) return void this.#open.delete(id);
    await this.#settle(delivery, await this.#outcome(delivery));
  }

  /** A provider does not throw. One that does has perhaps sent. */
  async #outcome(delivery: Delivery): Promise<SendOutcome> {
    try {
      return await this.#attempt(delivery);
    } catch (error) {
      this.served.deps.log.error("provider.threw", { binding: this.served.binding.id, delivery: delivery.id, error });
      return { state: "unknown", reason: "the provider failed while it was sending" };
    }
  }

  async #attempt(delivery: Delivery): Promise<SendOutcome> {
    const { provider } = this.served;
    const sent = delivery.message;
    if (sent === undefined) return provider.send(this.conversation, await this.#message(delivery));
    if (provider.capabilities.edits === undefined) return { state: "delivered", message: sent };
    this.#editedAt = this.served.deps.clock.now();
    const outcome = await provider.edit(this.conversation, sent, await this.#message(delivery));
    // Somebody removed the message: what it says now is said anew.
    return outcome.state === "refused" && outcome.code === "gone" ? provider.send(this.conversation, await this.#message(delivery)) : outcome;
  }

  async #settle(delivery: Delivery, outcome: SendOutcome): Promise<void> {
    const { deps, ctx, binding, config } = this.served;
    const troubled = outcome.state === "refused" && outcome.code === "unauthorised";
    const verdict = this.#verdict(delivery, outcome, config.tries, troubled);
    this.onEvent(verdict.state);
    if (troubled) this.#notBefore = deps.clock.now() + TROUBLE_MS;
    for (let attempt = 1; ; attempt++) {
      try {
        const after = await deps.outbox.settle(ctx, binding.id, delivery.id, delivery.revision, verdict);
        this.#open.delete(delivery.id);
        return this.add([after]);
      } catch (error) {
        if (isAppError(error) && !error.retryable) {
          // Its session is gone, or another serves this binding: nothing of it is ours any more.
          this.#open.delete(delivery.id);
          return;
        }
        deps.log.warn("outbox.settle_failed", { binding: binding.id, delivery: delivery.id, error });
        if (this.served.signal.aborted) return;
        // What became of it is known here alone: it is told until it is heard.
        await deps.clock.sleep(backoffMs(attempt, PAUSE), this.served.signal).catch(() => undefined);
        if (this.served.signal.aborted) return;
      }
    }
  }

  #verdict(delivery: Delivery, outcome: SendOutcome, tries: number, troubled: boolean): SendOutcome | { state: "dead"; reason: string } {
    if (troubled) return { state: "deferred", retryAfterMs: TROUBLE_MS, reason: "reason" in outcome ? outcome.reason : "" };
    if (outcome.state !== "deferred" && outcome.state !== "unknown") return outcome;
    if (delivery.attempts >= tries) return { state: "dead", reason: outcome.reason };
    if (outcome.state === "unknown") return outcome;
    return { ...outcome, retryAfterMs: Math.max(outcome.retryAfterMs, backoffMs(delivery.attempts, PAUSE)) };
  }

  async #message({ id, key, content, doubtful, message }: Delivery): Promise<OutboundMessage> {
    const { texts, deps, ctx } = this.served;
    const { file, ...rest } = content;
    // Only where it may stand there twice: an edit replaces the one that is known.
    const text = doubtful && message === undefined ? `${rest.text}\n\n${texts.doubtful}`.trim() : rest.text;
    const out = { ...rest, text, key: `${id}:${key}`.slice(0, 200) };
    if (file === undefined) return out;
    const { artifact, ...facts } = file;
    return { ...out, file: { ...facts, open: () => deps.artifacts.read(ctx, artifact) } };
  }

  /** Shows the newest state of what grows, when the platform lets us. */
  async #showLive(): Promise<void> {
    const live = this.#live;
    const { provider, deps } = this.served;
    if (live === undefined || provider.capabilities.edits === undefined) return;
    const message = this.#sent.get(live.id);
    if (message === undefined) return;
    const now = deps.clock.now();
    const due = Math.max(this.#nextEdit, this.#notBefore);
    if (due > now) return this.#later(due - now);
    this.#live = undefined;
    this.#editedAt = now;
    const { text, buttons } = live.content;
    const outcome = await provider.edit(this.conversation, message, { text, buttons, key: live.id });
    if (outcome.state === "deferred") this.#notBefore = deps.clock.now() + outcome.retryAfterMs;
    this.#again = true;
  }

  get #nextEdit(): number {
    return this.#editedAt + (this.served.provider.capabilities.edits?.minIntervalMs ?? 0);
  }

  #isEdit({ message }: Delivery): boolean {
    return message !== undefined;
  }

  #storeAway(error: unknown, id: string): void {
    if (isAppError(error) && !error.retryable) {
      this.#open.delete(id);
      this.#again = true;
      return;
    }
    this.served.deps.log.warn("outbox.begin_failed", { binding: this.served.binding.id, delivery: id, error });
    this.#later(TROUBLE_MS / 10);
  }

  #later(ms: number): void {
    this.#cancel();
    this.#cancel = this.served.deps.clock.after(ms, () => this.wake());
  }
}
