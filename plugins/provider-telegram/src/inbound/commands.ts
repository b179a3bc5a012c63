import type { BotCommand } from "grammy/types";

/** What people may ask for. The router knows what they mean; here they are only listed and recognised. */
export const COMMANDS: readonly BotCommand[] = [
  { command: "help", description: "What I can do" },
  { command: "new", description: "Begin a new session" },
  { command: "status", description: "What is going on" },
  { command: "stop", description: "Stop what is running" },
  { command: "sessions", description: "Earlier sessions" },
  { command: "agent", description: "Choose an agent" },
  { command: "model", description: "Choose a model" },
  { command: "approve", description: "Approve a request by its code" },
  { command: "deny", description: "Deny a request by its code" },
  { command: "answer", description: "Answer a question by its code" },
];

/** One of ours, without a name after it. In a group with one bot people's apps leave the name out. */
export function isOwnCommand(text: string): boolean {
  const name = /^\/(\w+)(?=\s|$)/.exec(text)?.[1]?.toLowerCase();
  return name !== undefined && (name === "start" || COMMANDS.some(({ command }) => command === name));
}
