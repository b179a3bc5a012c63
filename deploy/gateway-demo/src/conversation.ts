import type { ChatFrame, ChatMessage } from "./fake-chat.js";

/** A message and what became of it: each frame about it counts. */
export interface Shown {
  message: ChatMessage;
  /** Number of the last change; grows over the whole conversation. */
  change: number;
}

/** A conversation as it stands, folded from its frames. */
export class Conversation {
  readonly #messages = new Map<string, Shown>();
  readonly #listeners = new Set<(frame: ChatFrame) => void>();
  #changes = 0;

  apply(frame: ChatFrame): void {
    if (frame.type === "message" || frame.type === "edited") this.#messages.set(frame.message.id, { message: frame.message, change: ++this.#changes });
    else if (frame.type === "removed") this.#messages.delete(frame.id);
    // The platform lives in the gateway and forgets with it; what was said before is still on the screen.
    for (const listener of [...this.#listeners]) listener(frame);
  }

  get messages(): readonly ChatMessage[] {
    return [...this.#messages.values()].map(({ message }) => message);
  }

  /** Number of the last change. */
  get changes(): number {
    return this.#changes;
  }

  /** The newest message of the bot that asks for a decision, with its buttons in order. */
  get asking(): ChatMessage | undefined {
    return this.messages.findLast(({ from, buttons }) => from === "us" && buttons.length > 0);
  }

  onFrame(listener: (frame: ChatFrame) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Resolves with what `find` finds, now or after some frame. @throws Error saying `what` did not come, after `ms` */
  async until<T>(what: string, find: (shown: readonly Shown[]) => T | undefined, ms: number): Promise<T> {
    const look = () => find([...this.#messages.values()]);
    const now = look();
    if (now !== undefined) return now;
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        unlisten();
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`${what} did not come within ${ms / 1000} seconds.`));
      }, ms);
      const unlisten = this.onFrame(() => {
        const found = look();
        if (found === undefined) return;
        stop();
        resolve(found);
      });
    });
  }
}
