import type { Conversation } from "@open-cowork/shared";
import type { Served } from "../served.js";

/** Platforms show it for about five seconds. */
const EVERY_MS = 4_000;

/** Shows in a conversation that a run works, for as long as it does. */
export class Typing {
  #cancel: (() => void) | undefined;

  constructor(
    private readonly served: Served,
    private readonly conversation: Conversation,
  ) {}

  set(isAtWork: boolean): void {
    if (!isAtWork || !this.served.provider.capabilities.typing) this.stop();
    else if (this.#cancel === undefined) this.#show();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #show(): void {
    const { deps, provider, log, signal, reachable } = this.served;
    if (signal.aborted) {
      this.stop();
      return;
    }
    this.#cancel = deps.clock.after(EVERY_MS, () => this.#show());
    if (!reachable) return;
    // Best effort: who does not see it misses nothing. Also where the provider throws before it returns a promise.
    const shown = (async () => provider.typing(this.conversation))();
    shown.catch((error: unknown) => log.debug("provider.typing_failed", { error }));
  }
}
