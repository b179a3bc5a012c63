import { AppError, type InboundEvent, inboundEventSchema, isAppError } from "@open-cowork/shared";
import type { ProviderNumbers } from "../life/metrics.js";
import { Repeat } from "../repeat.js";
import type { Served } from "../served.js";

const MOST = 100;

interface Waiting {
  event: InboundEvent;
  at: number;
  resolve(answer: "claimed" | "known"): void;
  reject(error: unknown): void;
}

/**
 * Stores events, each answered when it is there for good. One batch is on its way at a time and takes along what came meanwhile: a lone event waits for nothing, and a
 * thousand a second need few requests.
 */
export class Claims {
  #waiting: Waiting[] = [];
  readonly #storing = new Repeat(() => this.#storeAll());

  constructor(
    private readonly served: Served,
    private readonly numbers: ProviderNumbers,
    /** There may be new ones. */
    private readonly onStored: () => void,
  ) {}

  /** @throws AppError `request.invalid` for what is no event, and what the store rejects with: the platform is to deliver it again */
  add(event: InboundEvent): Promise<"claimed" | "known"> {
    const { log, deps } = this.served;
    const parsed = inboundEventSchema.safeParse(event);
    if (!parsed.success) {
      this.numbers.inbound.rejected += 1;
      // The paths alone: what was said is in the values.
      log.error("inbound.invalid", { fields: parsed.error.issues.map(({ path }) => path.join(".")) });
      return Promise.reject(new AppError("request.invalid", { message: "The provider handed over something that is no event." }));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event: parsed.data, at: deps.clock.now(), resolve, reject });
      void this.#storing.ask();
    });
  }

  /** Resolves when nothing is on its way. */
  idle(): Promise<void> {
    return this.#storing.idle();
  }

  async #storeAll(): Promise<void> {
    // What arrives in the same turn of the event loop goes along.
    await new Promise<void>((resolve) => this.served.deps.clock.soon(resolve));
    while (this.#waiting.length > 0) await this.#store(this.#waiting.splice(0, MOST));
  }

  async #store(batch: Waiting[]): Promise<void> {
    const { deps, ctx, binding } = this.served;
    try {
      const answers = await deps.inbound.claim(
        ctx,
        binding.id,
        batch.map(({ event }) => event),
      );
      for (const [i, { at, resolve }] of batch.entries()) {
        const answer = answers[i] ?? "known";
        this.numbers.accept(answer, deps.clock.now() - at);
        resolve(answer);
      }
    } catch (error) {
      // One that the store does not take must not take the others with it, each time its platform delivers it again.
      if (batch.length > 1 && isAppError(error) && !error.retryable) {
        for (const one of batch) await this.#store([one]);
        return;
      }
      this.numbers.inbound.rejected += batch.length;
      for (const { reject } of batch) reject(error);
    }
    // Also after a failure: only the answer may have been lost.
    this.onStored();
  }
}
