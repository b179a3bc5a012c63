import type { Log } from "@open-cowork/core/kernel";
import type { ChatSink } from "@open-cowork/core/transport";
import { type RawMail, type ReadMailOptions, readMail } from "./read-mail.js";

/** Sorts mail that came in: what is for us goes to the sink, everything else is counted and forgotten. */
export class MailDesk {
  readonly #ignored = new Map<string, number>();

  constructor(private readonly options: ReadMailOptions & { log: Log; sink: ChatSink }) {}

  /** Resolves when the mail needs no more attention. Rejects when the sink could not store it. */
  async take(mail: RawMail): Promise<void> {
    const reading = await readMail(mail, this.options);
    if (reading.kind === "ignored") {
      const count = (this.#ignored.get(reading.reason) ?? 0) + 1;
      this.#ignored.set(reading.reason, count);
      this.options.log.info("mail.ignored", { reason: reading.reason, count });
      return;
    }
    if (reading.kind === "stranger") {
      this.options.sink.refused("stranger", reading.person);
      return;
    }
    // Before anybody can ask for them.
    reading.attachments.forEach((part, index) => {
      mail.hold?.(index, part.content);
    });
    await this.options.sink.inbound(reading.event);
  }
}
