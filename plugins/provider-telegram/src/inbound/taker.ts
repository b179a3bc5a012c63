import type { Clock, Log } from "@open-cowork/core/kernel";
import type { ChatSink } from "@open-cowork/core/transport";
import type { InboundEvent } from "@open-cowork/shared";
import type { Health } from "../health.js";
import { eventOf } from "./inbound.js";
import type { Self } from "./mentions.js";
import { updateSchema } from "./update.js";

/** Hands updates over to whoever stores them. */
export class Taker {
  /** Chats whose last message was not stored. */
  readonly #failing = new Set<string>();

  constructor(private readonly options: { sink: ChatSink; self: Self; clock: Clock; log: Log; health: Health }) {}

  /** Resolves when the update is stored, or is none that anybody wants. Rejects when it must come again. */
  async take(raw: unknown): Promise<void> {
    const { sink, log, health } = this.options;
    const event = this.#read(raw);
    if (!event) return;
    try {
      await sink.inbound(event);
      this.#failing.delete(event.conversation.chat);
      if (this.#failing.size === 0) health.fine("storing");
    } catch (error) {
      this.#failing.add(event.conversation.chat);
      log.warn("telegram.not_stored", { key: event.key, error });
      health.trouble("storing", "degraded", "Messages cannot be stored at the moment. Telegram keeps them for up to 24 hours and brings them again.");
      throw error;
    }
  }

  /** What cannot be read now would be as unreadable the next time, and hold up all that come after it: it is told and left. */
  #read(raw: unknown): InboundEvent | undefined {
    const { self, clock, log } = this.options;
    const update = updateSchema.safeParse(raw);
    if (update.success) return eventOf(update.data, self, clock.now());
    log.error("telegram.update_unreadable", { fields: update.error.issues.map(({ path }) => path.join(".")).slice(0, 5) });
    return undefined;
  }
}
