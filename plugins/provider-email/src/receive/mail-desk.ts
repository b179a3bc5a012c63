import type { Log } from "@open-cowork/core/kernel";
import type { ChatSink } from "@open-cowork/core/transport";
import { NOBODY, type SortedMail } from "./mail-lines.js";
import { type RawMail, type ReadMailOptions, readMail } from "./read-mail.js";

const DONE: SortedMail = { line: NOBODY, handOver: async () => undefined };

/** Sorts mail that came in: what is for us goes to the sink, everything else is counted and forgotten. */
export class MailDesk {
  readonly #ignored = new Map<string, number>();

  constructor(private readonly options: ReadMailOptions & { log: Log; sink: ChatSink }) {}

  async sort(mail: RawMail): Promise<SortedMail> {
    const { log, sink } = this.options;
    const reading = await readMail(mail, this.options);
    if (reading.kind === "ignored") {
      const count = (this.#ignored.get(reading.reason) ?? 0) + 1;
      this.#ignored.set(reading.reason, count);
      log.info("mail.ignored", { reason: reading.reason, count });
      return DONE;
    }
    if (reading.kind === "stranger") {
      sink.refused("stranger", reading.person);
      return DONE;
    }
    // Before anybody can ask for them.
    reading.attachments.forEach((part, index) => {
      mail.hold?.(index, part.content);
    });
    const { event } = reading;
    return { line: event.conversation.chat, handOver: async () => void (await sink.inbound(event)) };
  }
}
