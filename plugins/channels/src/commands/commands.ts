import { may, type Permission } from "@open-cowork/core/authority";
import type { Asked, Reply } from "../inbound/asked.js";
import type { Served } from "../served.js";
import type { ChatCommand } from "./parse.js";

export interface CommandHandler {
  /** What the person must be allowed. Undefined: everybody who was let in. */
  needs?: Permission;
  /** A word for how it was dealt with; `command` where there is nothing to add. Undefined where that is not over yet. */
  // biome-ignore lint/suspicious/noConfusingVoidType: most handlers have nothing to say
  run(asked: Asked, argument: string): Promise<string | undefined | void>;
}
export type CommandTable = Readonly<Record<string, CommandHandler>>;
/** Not over: whoever ends it completes the record. */
export const HELD = "held";

/** What people can ask of the chat itself. Every answer is a message of its own, said once. */
export class ChatCommands {
  constructor(
    private readonly served: Served,
    private readonly table: CommandTable,
    private readonly reply: Reply,
  ) {}

  async run(asked: Asked, { name, argument }: ChatCommand): Promise<string | undefined> {
    const { texts, deps, ctx, binding } = this.served;
    const known = Object.hasOwn(this.table, name) ? this.table[name] : undefined;
    if (known === undefined) {
      await this.reply(asked, texts.unknownCommand(name));
      return "unknown_command";
    }
    if (known.needs !== undefined && !may(asked.as.principal, known.needs)) {
      await deps.directory.refused(ctx, binding.id, "role", asked.record.event.person);
      await this.reply(asked, texts.notAllowed);
      return "role";
    }
    const outcome = await known.run(asked, argument);
    return outcome === HELD ? undefined : (outcome ?? `command:${name}`);
  }
}
