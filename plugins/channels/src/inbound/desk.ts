import { may } from "@open-cowork/core/authority";
import { AppError, type ChannelIdentity, type DeliveryInput, type InboundMessage, type InboundRecord, isAppError } from "@open-cowork/shared";
import { aboutCommands } from "../commands/about.js";
import { choiceCommands } from "../commands/choices.js";
import { ChatCommands } from "../commands/commands.js";
import { decisionCommands } from "../commands/decide.js";
import { type ChatCommand, parseCommand } from "../commands/parse.js";
import { stopCommand } from "../commands/stop.js";
import { threadCommands } from "../commands/threads.js";
import type { Conversations } from "../outbound/conversations.js";
import { ordinalOf } from "../rendering/wanted.js";
import type { Served } from "../served.js";
import { split } from "../splitting/split.js";
import type { Asked, Reply } from "./asked.js";
import { Choices } from "./choices.js";
import type { Deals } from "./dealer.js";
import { Decisions } from "./decisions.js";
import { Pairing } from "./pairing.js";
import { Presses } from "./presses.js";
import { Prompts } from "./prompts.js";
import { HintLimit } from "./strangers.js";

/** Where events arrive: whether they are meant for us, who it is, what they may, and who of us deals with it. */
export class Desk implements Deals {
  readonly #pairing: Pairing;
  readonly #prompts: Prompts;
  readonly #commands: ChatCommands;
  readonly #presses: Presses;

  constructor(
    private readonly served: Served,
    private readonly conversations: Conversations,
  ) {
    const reply: Reply = (asked, text, part) => this.#say(asked, text, part);
    const choices = new Choices(served);
    const decisions = new Decisions(served, conversations);
    const table = {
      ...aboutCommands(served, reply),
      ...threadCommands(served, conversations, reply),
      ...stopCommand(served, reply),
      ...choiceCommands(served, choices, reply),
      ...decisionCommands(served, decisions, reply),
    };
    this.#pairing = new Pairing(served, new HintLimit(served.deps.clock), reply);
    this.#prompts = new Prompts(served, conversations, choices, reply);
    this.#commands = new ChatCommands(served, table, reply);
    this.#presses = new Presses(served, decisions);
  }

  async deal(record: InboundRecord): Promise<string | undefined> {
    const { event } = record;
    const { binding, deps, ctx } = this.served;
    const parsed = event.type === "message" ? parseCommand(event.text, this.served.profile.handle) : undefined;
    if (parsed?.for === "others") return "for_others";
    if (!this.#isMeant(event, parsed?.isNamed === true)) return "unaddressed";
    const identity = await deps.directory.identity(ctx, binding.id, event.person);
    if (event.type === "message") {
      const code = this.#pairing.codeOf(event, parsed?.command, identity !== undefined);
      if (code !== undefined) return this.#pairing.redeem(record, code, identity);
    }
    if (identity === undefined || identity.blocked) return this.#turnAway(record, identity);
    const asked = await this.#asked(record, identity);
    if (event.type === "press") return this.#presses.press(asked, event);
    return this.#message(asked, event, parsed?.command);
  }

  async failed(record: InboundRecord, error: unknown): Promise<void> {
    const { deps, ctx, binding, texts } = this.served;
    const { event } = record;
    const identity = await deps.directory.identity(ctx, binding.id, event.person);
    if (identity === undefined || identity.blocked) return;
    const isForbidden = isAppError(error) && error.code === "auth.forbidden";
    if (isForbidden) await deps.directory.refused(ctx, binding.id, "role", event.person);
    // Sentences of our own errors are made for people; those of libraries may hold addresses and tokens, and stay in the log.
    const reason = isAppError(error) && error.kind !== "internal" ? error.message : new AppError("internal").message;
    const text = isForbidden ? texts.notAllowed : texts.failed(reason, record.id);
    if (event.type === "press") return this.#presses.acknowledge(event.token, text);
    await this.#say({ record, thread: await deps.threads.thread(ctx, binding.id, event.conversation) }, text, "failed");
  }

  /** In rooms others talk too. A button of ours is pressed for us, and a command with our name is said to us. */
  #isMeant(event: InboundRecord["event"], isNamed: boolean): boolean {
    if (event.conversation.kind === "direct") return true;
    const { rooms } = this.served.binding.policy;
    return rooms === "all" || (rooms === "addressed" && (event.type === "press" || event.addressed || isNamed));
  }

  /** Strangers and blocked people hear nothing, except that a button of theirs stops spinning. */
  async #turnAway(record: InboundRecord, identity: ChannelIdentity | undefined): Promise<string> {
    const { deps, ctx, binding } = this.served;
    const { event } = record;
    if (event.type === "press") await this.#presses.acknowledge(event.token);
    if (identity === undefined) return this.#pairing.stranger(record);
    await deps.directory.refused(ctx, binding.id, "blocked", event.person);
    return "blocked";
  }

  async #asked(record: InboundRecord, identity: ChannelIdentity): Promise<Asked> {
    const { deps, ctx, binding } = this.served;
    const [as, thread] = await Promise.all([deps.home.as(identity, binding), deps.threads.thread(ctx, binding.id, record.event.conversation)]);
    return { record, identity, as, thread };
  }

  async #message(asked: Asked, event: InboundMessage, command: ChatCommand | undefined): Promise<string | undefined> {
    if (command !== undefined) return this.#commands.run(asked, command);
    const { deps, ctx, binding, texts } = this.served;
    if (may(asked.as.principal, "session.write")) return this.#prompts.ask(asked, event);
    await deps.directory.refused(ctx, binding.id, "role", event.person);
    await this.#say(asked, texts.notAllowed);
    return "role";
  }

  async #say({ record, thread }: Pick<Asked, "record" | "thread">, text: string, part = "0"): Promise<void> {
    const { event } = record;
    const answers = event.type === "message" && event.message !== undefined && event.conversation.kind === "shared" ? { replyTo: event.message } : {};
    const { max } = this.served.provider.capabilities.text;
    const messages = split(text, max - this.served.texts.doubtful.length - 2).map(
      (piece, i): DeliveryInput => ({
        key: `reply:${record.id}:${part}:${i}`,
        ordinal: ordinalOf(record.receivedAt, 0, i),
        revision: 1,
        content: { text: piece.text, buttons: [], ...answers },
      }),
    );
    await this.conversations.say(thread, messages);
  }
}
