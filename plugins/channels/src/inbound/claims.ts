import type { InboundEvent } from "@open-cowork/shared";
import type { Served } from "../served.js";

const WINDOW_MS = 4;
const MOST = 100;

interface Waiting {
  event: InboundEvent;
  resolve(answer: "claimed" | "known"): void;
  reject(error: unknown): void;
}

/** Events of a few milliseconds are stored together; each is answered when it is there for good. */
export class Claims {
  #waiting: Waiting[] = [];
  #timer: (() => void) | undefined;
  /** One request at a time: two could overtake each other, and with them what one person said after the other. */
  #storing = false;

  constructor(
    private readonly served: Pick<Served, "deps" | "ctx" | "binding">,
    private readonly onClaimed: (count: number) => void,
  ) {}

  add(event: InboundEvent): Promise<"claimed" | "known"> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, resolve, reject });
      if (this.#waiting.length >= MOST) void this.#flush();
      else this.#timer ??= this.served.deps.clock.after(WINDOW_MS, () => void this.#flush());
    });
  }

  async #flush(): Promise<void> {
    this.#timer?.();
    this.#timer = undefined;
    if (this.#storing) return;
    this.#storing = true;
    while (this.#waiting.length > 0) await this.#store(this.#waiting.splice(0, MOST));
    this.#storing = false;
  }

  async #store(batch: readonly Waiting[]): Promise<void> {
    const { deps, ctx, binding } = this.served;
    try {
      const events = batch.map(({ event }) => event);
      const answers = await deps.inbound.claim(ctx, binding.id, events);
      batch.forEach(({ resolve }, i) => void resolve(answers[i] ?? "known"));
      const claimed = answers.filter((answer) => answer === "claimed").length;
      if (claimed > 0) this.onClaimed(claimed);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
