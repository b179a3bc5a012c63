import { type ChannelIdentity, type InboundMessage, type InboundRecord, isAppError } from "@open-cowork/shared";
import { type ChatCommand, looksLikeCode } from "../commands/parse.js";
import type { Served } from "../served.js";
import type { Reply } from "./asked.js";
import type { HintLimit } from "./strangers.js";

/** Lets people in by codes, and tells strangers what the binding lets them hear. */
export class Pairing {
  constructor(
    private readonly served: Served,
    private readonly hints: HintLimit,
    private readonly reply: Reply,
  ) {}

  /** The code that a message hands over: `/start CODE`, as deep links write it, or, from a stranger, the bare code. */
  codeOf({ text, conversation }: InboundMessage, command: ChatCommand | undefined, isKnown: boolean): string | undefined {
    // In a room others would read it, and trust given there would be trust in a room.
    if (conversation.kind !== "direct") return undefined;
    if (command !== undefined) return command.name === "start" && command.argument !== "" ? command.argument : undefined;
    return !isKnown && looksLikeCode(text) ? text.trim() : undefined;
  }

  async redeem(record: InboundRecord, code: string, known: ChannelIdentity | undefined): Promise<string> {
    const { deps, ctx, binding, texts } = this.served;
    const { person } = record.event;
    try {
      const identity = await deps.directory.redeem(ctx, binding.id, person, code);
      await this.#say(record, texts.welcome(person.name, identity.role));
      return "paired";
    } catch (error) {
      if (!isAppError(error) || error.code !== "channel.pairing_invalid") throw error;
      await deps.directory.refused(ctx, binding.id, "pairing", person);
      if (known?.blocked === false) await this.#say(record, texts.badCode);
      else if (known === undefined) await this.#hint(record, texts.badCode);
      return "pairing_refused";
    }
  }

  async stranger(record: InboundRecord): Promise<string> {
    const { deps, ctx, binding, texts } = this.served;
    await deps.directory.refused(ctx, binding.id, "stranger", record.event.person);
    if (record.event.type === "message") await this.#hint(record, texts.hint);
    return "stranger";
  }

  async #hint(record: InboundRecord, text: string): Promise<void> {
    if (this.served.binding.policy.strangers === "hint" && this.hints.may(record.event.person.id)) await this.#say(record, text);
  }

  async #say(record: InboundRecord, text: string): Promise<void> {
    const { deps, ctx, binding } = this.served;
    await this.reply({ record, thread: await deps.threads.thread(ctx, binding.id, record.event.conversation) }, text);
  }
}
