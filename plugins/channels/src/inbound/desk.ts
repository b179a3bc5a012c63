import type { ChannelIdentity, ChannelThread, InboundMessage, InboundPress, InboundRecord } from "@open-cowork/shared";
import { AppError, isAppError } from "@open-cowork/shared";
import type { Conversations } from "../outbound/conversations.js";
import { ordinalOf } from "../outbound/wanted.js";
import type { Served } from "../served.js";
import type { Asked } from "./asked.js";
import { ChatCommands } from "./chat-commands.js";
import { isForOthers, looksLikeCode, parseCommand } from "./command.js";
import { Decisions } from "./decisions.js";
import { Prompts } from "./prompts.js";
import { HintLimit } from "./strangers.js";

/** Where events arrive: who it is, what they may, and who of us deals with it. */
export class Desk {
  readonly #hints: HintLimit;
  readonly #prompts: Prompts;
  readonly #commands: ChatCommands;
  readonly #decisions: Decisions;

  constructor(
    private readonly served: Served,
    private readonly conversations: Conversations,
  ) {
    this.#hints = new HintLimit(served.deps.clock);
    this.#decisions = new Decisions(served, conversations, (asked, text) => this.reply(asked, text));
    this.#prompts = new Prompts(served, conversations, (asked, text, part) => this.reply(asked, text, part));
    this.#commands = new ChatCommands(served, conversations, { decisions: this.#decisions, prompts: this.#prompts }, (asked, text) => this.reply(asked, text));
  }

  /** A word for how it was dealt with. */
  async deal(record: InboundRecord): Promise<string> {
    const { event } = record;
    const { binding, deps, ctx } = this.served;
    if (!binding.enabled) return "disabled";
    if (event.type === "message" && !this.#isOurs(event)) return "unaddressed";
    const identity = await deps.directory.identity(ctx, binding.id, event.person);
    if (event.type === "message") {
      const code = this.#pairingCode(event, identity !== undefined);
      if (code !== undefined) return this.#pair(record, event, code);
    }
    if (identity === undefined) return this.#stranger(record);
    if (identity.blocked) return this.#refuse(event, "blocked");
    return event.type === "press" ? this.#press(record, event, identity) : this.#message(record, event, identity);
  }

  /** Tells the person that it cannot be done, if they may know. */
  async failed(record: InboundRecord, error: unknown): Promise<void> {
    const { deps, ctx, binding, texts } = this.served;
    const identity = await deps.directory.identity(ctx, binding.id, record.event.person);
    if (identity === undefined || identity.blocked) return;
    const thread = await deps.threads.thread(ctx, binding.id, record.event.conversation);
    const forbidden = isAppError(error) && error.code === "auth.forbidden";
    if (forbidden) await this.#refuse(record.event, "role");
    const reason = isAppError(error) ? error.message : new AppError("internal").message;
    await this.#say(record, thread, forbidden ? texts.notAllowed : texts.failed(reason), 90);
  }

  async reply({ record, thread }: Pick<Asked, "record" | "thread">, text: string, part = 0): Promise<void> {
    await this.#say(record, thread, text, part);
  }

  async #say(record: InboundRecord, thread: ChannelThread, text: string, part = 0): Promise<void> {
    const { event } = record;
    const content = {
      text: text.slice(0, this.served.provider.capabilities.text.max),
      buttons: [],
      ...(event.type === "message" && event.message !== undefined ? { replyTo: event.message } : {}),
    };
    await this.conversations.say(thread, [{ key: `reply:${record.id}:${part}`, ordinal: ordinalOf(record.receivedAt, part), revision: 1, content }]);
  }

  #isOurs({ conversation, addressed, text }: InboundMessage): boolean {
    const { policy } = this.served.binding;
    if (isForOthers(text, this.served.profile.handle)) return false;
    if (conversation.kind === "direct") return true;
    return policy.rooms === "all" || (policy.rooms === "addressed" && addressed);
  }

  #pairingCode({ text, conversation }: InboundMessage, known: boolean): string | undefined {
    // In a room others would read the code.
    if (conversation.kind !== "direct") return undefined;
    const command = parseCommand(text, this.served.profile.handle);
    if (command?.name === "start" && command.argument !== "") return command.argument;
    return !known && looksLikeCode(text) ? text.trim() : undefined;
  }

  async #pair(record: InboundRecord, event: InboundMessage, code: string): Promise<string> {
    const { deps, ctx, binding, texts } = this.served;
    try {
      const identity = await deps.directory.redeem(ctx, binding.id, event.person, code);
      const thread = await deps.threads.thread(ctx, binding.id, event.conversation);
      await this.#say(record, thread, texts.welcome(event.person.name, identity.role));
      return "paired";
    } catch (error) {
      if (!isAppError(error) || error.code !== "channel.pairing_invalid") throw error;
      await deps.directory.refused(ctx, binding.id, "pairing", event.person);
      const known = await deps.directory.identity(ctx, binding.id, event.person);
      // Strangers who guess are told nothing, unless the binding tells strangers something anyway.
      if (known === undefined && (binding.policy.strangers === "silent" || !this.#hints.may(event.person.id))) return "pairing_refused";
      if (known?.blocked) return "blocked";
      const thread = await deps.threads.thread(ctx, binding.id, event.conversation);
      await this.#say(record, thread, known === undefined ? texts.badCode : texts.known);
      return "pairing_refused";
    }
  }

  async #stranger(record: InboundRecord): Promise<string> {
    const { event } = record;
    const { binding, deps, ctx, texts } = this.served;
    await this.#refuse(event, "stranger");
    if (event.type === "press" || binding.policy.strangers === "silent" || !this.#hints.may(event.person.id)) return "stranger";
    const thread = await deps.threads.thread(ctx, binding.id, event.conversation);
    await this.#say(record, thread, texts.hint);
    return "stranger";
  }

  async #refuse({ person }: { person: InboundRecord["event"]["person"] }, reason: "stranger" | "blocked" | "role"): Promise<string> {
    const { deps, ctx, binding } = this.served;
    await deps.directory.refused(ctx, binding.id, reason, person);
    return reason;
  }

  async #asked(record: InboundRecord, identity: ChannelIdentity): Promise<Asked> {
    const { deps, ctx, binding } = this.served;
    const [as, thread] = await Promise.all([deps.home.as(identity, binding), deps.threads.thread(ctx, binding.id, record.event.conversation)]);
    return { record, identity, as, thread };
  }

  async #press(record: InboundRecord, event: InboundPress, identity: ChannelIdentity): Promise<string> {
    return this.#decisions.pressed(await this.#asked(record, identity), event);
  }

  async #message(record: InboundRecord, event: InboundMessage, identity: ChannelIdentity): Promise<string> {
    const asked = await this.#asked(record, identity);
    const command = parseCommand(event.text, this.served.profile.handle);
    return command === undefined ? this.#prompts.ask(asked, event) : this.#commands.run(asked, command);
  }
}
