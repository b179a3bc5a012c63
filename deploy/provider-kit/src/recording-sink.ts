import type { HealthReport } from "@open-cowork/core/kernel";
import type { ChatSink } from "@open-cowork/core/transport";
import { type ChatPerson, type InboundEvent, inboundEventSchema } from "@open-cowork/shared";
import { gate, type Patience } from "./patience.js";

/** What was offered, and what became of it. */
export interface Offer {
  event: InboundEvent;
  /** Undefined while the sink has not answered. */
  outcome?: "claimed" | "known" | "rejected";
}

/** The other side of a provider: keeps what it is offered, stores each key once, and fails or dawdles when told to. */
export class RecordingSink implements ChatSink {
  /** In the order of the calls, repetitions too. */
  readonly offers: Offer[] = [];
  readonly refusals: { reason: string; person?: ChatPerson }[] = [];
  readonly reports: HealthReport[] = [];
  readonly #stored = new Set<string>();
  readonly #holds = new Set<{ concerns(event: InboundEvent): boolean; released: Promise<void>; open(): void }>();
  readonly #waiting = new Set<() => void>();
  #rejections: { times: number; concerns(event: InboundEvent): boolean } = { times: 0, concerns: () => false };

  constructor(private readonly patience: Patience) {}

  async inbound(event: InboundEvent): Promise<"claimed" | "known"> {
    const offer: Offer = { event: inboundEventSchema.parse(event) };
    this.offers.push(offer);
    this.#changed();
    try {
      if (this.#rejections.times > 0 && this.#rejections.concerns(event)) {
        this.#rejections.times -= 1;
        throw new Error("the kit's sink does not store this one");
      }
      await Promise.all([...this.#holds].filter(({ concerns }) => concerns(event)).map(({ released }) => released));
      offer.outcome = this.#stored.has(event.key) ? "known" : "claimed";
      this.#stored.add(event.key);
      return offer.outcome;
    } catch (error) {
      offer.outcome = "rejected";
      throw error;
    } finally {
      this.#changed();
    }
  }

  refused(reason: "signature" | "replay" | "stranger", person?: ChatPerson): void {
    this.refusals.push({ reason, ...(person ? { person } : {}) });
    this.#changed();
  }

  health(report: HealthReport): void {
    this.reports.push(report);
    this.#changed();
  }

  /** The next ones of that kind are not stored. */
  reject(times: number, concerns: (event: InboundEvent) => boolean): void {
    this.#rejections = { times, concerns };
  }

  /** Does not answer for those events until it is released, or told to fail. */
  hold(concerns: (event: InboundEvent) => boolean): { release(): void; fail(): void } {
    const { passed, open, fail } = gate();
    const hold = { concerns, released: passed, open };
    this.#holds.add(hold);
    const end = (settle: () => void) => {
      this.#holds.delete(hold);
      settle();
    };
    return { release: () => end(open), fail: () => end(() => fail(new Error("the kit's store went away"))) };
  }

  /** Ends all holds. */
  releaseAll(): void {
    for (const { open } of this.#holds) open();
    this.#holds.clear();
  }

  /** The first offer of that kind, now or later. */
  async offered(concerns: (offer: Offer) => boolean, what: string): Promise<Offer> {
    await this.until(() => this.offers.some(concerns), what);
    return this.offers.find(concerns) as Offer;
  }

  /** The first message with that text, now or later, once the sink has answered for it. */
  async message(text: string): Promise<Extract<InboundEvent, { type: "message" }>> {
    const isIt = ({ event, outcome }: Offer) => event.type === "message" && event.text.trim() === text && outcome !== undefined && outcome !== "rejected";
    return (await this.offered(isIt, `the message ${JSON.stringify(text)} at the sink`)).event as Extract<InboundEvent, { type: "message" }>;
  }

  /** Resolves when that is so; looks again whenever something changed here. */
  async until(condition: () => boolean, what: string): Promise<void> {
    while (!condition()) await this.patience.within(new Promise<void>((resolve) => this.#waiting.add(resolve)), what);
  }

  #changed(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}
