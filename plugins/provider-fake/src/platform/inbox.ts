import type { Clock } from "@open-cowork/core/kernel";
import { Turns } from "@open-cowork/core/transport";
import type { InboundEvent } from "@open-cowork/shared";

/** Resolves when the event is stored. */
export type Deliver = (event: InboundEvent) => Promise<unknown>;

/** What was not taken is offered again after this time. */
const AGAIN_MS = 500;

/** Events for us: kept until we have them, in order within a conversation. */
export class Inbox {
  readonly #waiting = new Map<string, InboundEvent[]>();
  readonly #turns = new Turns();
  #deliver: Deliver | undefined;
  #cancelRetry: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly againMs = AGAIN_MS,
  ) {}

  /** Not taken yet. */
  get waiting(): number {
    return [...this.#waiting.values()].reduce((sum, events) => sum + events.length, 0);
  }

  add(event: InboundEvent): void {
    const key = conversationKey(event.conversation);
    const events = this.#waiting.get(key) ?? [];
    events.push(event);
    this.#waiting.set(key, events);
    this.#offer(key);
  }

  /** From now on events are offered there. */
  connect(deliver: Deliver): void {
    this.#deliver = deliver;
    this.#offerAll();
  }

  /** Offers no more, and resolves when what is being offered was answered. */
  async disconnect(): Promise<void> {
    this.#deliver = undefined;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    await this.#turns.ended();
  }

  #offerAll(): void {
    for (const key of this.#waiting.keys()) this.#offer(key);
  }

  #offer(key: string): void {
    void this.#turns.run(key, async () => {
      const events = this.#waiting.get(key);
      while (events?.[0] && this.#deliver) {
        try {
          await this.#deliver(events[0]);
        } catch {
          // It could not be stored, and whoever stores says why; here it only matters that it is offered again.
          return this.#retryLater();
        }
        events.shift();
        if (events.length === 0) this.#waiting.delete(key);
      }
    });
  }

  #retryLater(): void {
    if (!this.#deliver) return;
    this.#cancelRetry ??= this.clock.after(this.againMs, () => {
      this.#cancelRetry = undefined;
      this.#offerAll();
    });
  }
}

/** Two topics of one chat are two conversations. */
export function conversationKey({ chat, topic }: { chat: string; topic?: string | undefined }): string {
  return topic === undefined ? chat : `${chat}\n${topic}`;
}
