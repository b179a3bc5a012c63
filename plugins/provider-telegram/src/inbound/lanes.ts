import type { Clock } from "@open-cowork/core/kernel";
import { Turns } from "@open-cowork/core/transport";
import { Backoff } from "../backoff.js";

/**
 * Chats beside each other, within each one after the other. What could not be done holds up what comes after it in its chat, for a pause that doubles, and nothing else.
 */
export class Lanes {
  readonly #turns = new Turns();
  readonly #pauses = new Map<string, { until: number; backoff: Backoff }>();
  #closed = false;

  constructor(private readonly clock: Clock) {}

  isOpen(chat: string): boolean {
    return !this.#closed && this.clock.now() >= (this.#pauses.get(chat)?.until ?? 0);
  }

  /** Runs it in its turn, or leaves it when something before it failed meanwhile. Answers whether it was done. Never rejects. */
  run(chat: string, work: () => Promise<void>): Promise<boolean> {
    return this.#turns.run(chat, async () => {
      if (!this.isOpen(chat)) return false;
      try {
        await work();
        this.#pauses.delete(chat);
        return true;
      } catch {
        // Whoever gave the work has told of it.
        const backoff = this.#pauses.get(chat)?.backoff ?? new Backoff(500, 30_000);
        this.#pauses.set(chat, { until: this.clock.now() + backoff.next(), backoff });
        return false;
      }
    });
  }

  /** Begins nothing more. Resolves when what was begun has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#turns.ended();
  }
}
