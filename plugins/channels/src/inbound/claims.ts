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

  constructor(
    private readonly served: Pick<Served, "deps" | "ctx" | "binding">,
    private readonly onClaimed: (count: number) => void,
  ) {}

  add(event: InboundEvent): Promise<"claimed" | "known"> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ event, resolve, reject });
      if (this.#waiting.length >= MOST) this.#flush();
      else this.#timer ??= this.served.deps.clock.after(WINDOW_MS, () => this.#flush());
    });
  }

  #flush(): void {
    this.#timer?.();
    this.#timer = undefined;
    const batch = this.#waiting.splice(0, MOST);
    if (batch.length === 0) return;
    if (this.#waiting.length > 0) this.#timer = this.served.deps.clock.after(0, () => this.#flush());
    const { deps, ctx, binding } = this.served;
    const events = batch.map(({ event }) => event);
    deps.inbound.claim(ctx, binding.id, events).then(
      (answers) => {
        batch.forEach(({ resolve }, i) => void resolve(answers[i] ?? "known"));
        const claimed = answers.filter((answer) => answer === "claimed").length;
        if (claimed > 0) this.onClaimed(claimed);
      },
      (error: unknown) => {
        for (const { reject } of batch) reject(error);
      },
    );
  }
}
