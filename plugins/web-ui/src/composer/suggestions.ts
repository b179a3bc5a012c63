import type { Catalog } from "@open-cowork/shared";
import type { MessageKey } from "../i18n/messages/english.js";

/** Commands that `/` offers. `argument` says that text may follow. */
const COMMANDS = [
  { name: "new", label: "command.new", argument: false },
  { name: "stop", label: "command.stop", argument: false, running: true },
  { name: "rename", label: "command.rename", argument: true, thread: true },
  { name: "pin", label: "command.pin", argument: false, thread: true },
  { name: "archive", label: "command.archive", argument: false, thread: true },
  { name: "export", label: "command.export", argument: false, thread: true },
] as const satisfies readonly { name: string; label: MessageKey; argument: boolean; running?: boolean; thread?: boolean }[];

export type CommandName = (typeof COMMANDS)[number]["name"];
export type CommandLabel = (typeof COMMANDS)[number]["label"];

export interface Situation {
  catalog?: Catalog;
  running: boolean;
  /** There is a thread, rather than a first message being written. */
  thread: boolean;
}
export type Suggestion =
  | { kind: "command"; id: string; name: CommandName; label: CommandLabel; argument: boolean }
  | { kind: "agent"; id: string; name: string; detail: string };

export interface Suggestions {
  items: Suggestion[];
  /** What a chosen one replaces. */
  from: number;
  to: number;
}

/** What may be meant by the word at the cursor: `/` at the very start, `@` at the start of a word. */
export function suggest(text: string, cursor: number, situation: Situation): Suggestions | undefined {
  const before = text.slice(0, cursor);
  const slash = /^\/([a-z]*)$/i.exec(before);
  if (slash) return found(commands(slash[1]!.toLowerCase(), situation), 0, cursor);
  const at = /(?:^|[\s(])@([\w-]*)$/.exec(before);
  if (at) return found(agents(at[1]!.toLowerCase(), situation.catalog), cursor - at[1]!.length - 1, cursor);
  return undefined;
}

function found(items: Suggestion[], from: number, to: number): Suggestions | undefined {
  return items.length === 0 ? undefined : { items, from, to };
}

function commands(prefix: string, situation: Situation): Suggestion[] {
  return available(situation)
    .filter((command) => command.name.startsWith(prefix))
    .map((command) => ({ kind: "command", id: `/${command.name}`, name: command.name, label: command.label, argument: command.argument }));
}

function available(situation: Situation) {
  return COMMANDS.filter((command) => (!("running" in command) || situation.running) && (!("thread" in command) || situation.thread));
}

function agents(prefix: string, catalog: Catalog | undefined): Suggestion[] {
  return (catalog?.agents ?? [])
    .filter((agent) => agent.id.toLowerCase().startsWith(prefix) || agent.name.toLowerCase().startsWith(prefix))
    .map((agent) => ({ kind: "agent", id: `@${agent.id}`, name: agent.id, detail: agent.description }));
}

/** A whole message that is a command, with what follows its name; undefined for anything that is meant for the agent. */
export function parseCommand(text: string, situation: Situation): { name: CommandName; argument: string } | undefined {
  const match = /^\/([a-z]+)(?:\s+([\s\S]*))?$/.exec(text.trim());
  const command = match && available(situation).find((other) => other.name === match[1]);
  if (!command) return undefined;
  const argument = match[2]?.trim() ?? "";
  return command.argument === (argument !== "") ? { name: command.name, argument } : undefined;
}
