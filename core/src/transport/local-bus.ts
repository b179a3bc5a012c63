import type { EventBus } from "./ports.js";

type Listener = (message: unknown) => void;

/**
 * The bus inside one process: a message reaches its subscribers before `publish` returns. A listener that throws stops
 * nobody else; its error goes to `onError`.
 */
export class LocalBus implements EventBus {
  readonly #topics = new Map<string, Set<Listener>>();
  readonly #gaps = new Set<() => void>();
  readonly #onError: (error: unknown, topic: string) => void;

  constructor(onError: (error: unknown, topic: string) => void = rethrow) {
    this.#onError = onError;
  }

  publish(topic: string, message: unknown): void {
    const listeners = this.#topics.get(topic);
    if (!listeners) return;
    for (const listener of [...listeners]) this.#call(() => listener(message), topic);
  }

  subscribe(topic: string, listener: Listener): () => void {
    // One function subscribed twice gets two deliveries, and each subscription ends on its own.
    const own: Listener = (message) => listener(message);
    const listeners = this.#topics.get(topic) ?? new Set();
    this.#topics.set(topic, listeners.add(own));
    return () => {
      listeners.delete(own);
      if (listeners.size === 0 && this.#topics.get(topic) === listeners) this.#topics.delete(topic);
    };
  }

  onGap(listener: () => void): () => void {
    const own = () => listener();
    this.#gaps.add(own);
    return () => void this.#gaps.delete(own);
  }

  /** For buses built on this one: tells every gap listener. */
  gap(): void {
    for (const listener of [...this.#gaps]) this.#call(listener, "gap");
  }

  #call(deliver: () => void, topic: string): void {
    try {
      deliver();
    } catch (error) {
      this.#onError(error, topic);
    }
  }
}

function rethrow(error: unknown): void {
  throw error;
}
