import { createInterface } from "node:readline";
import type { ChatSession } from "./chat-session.js";
import { parseInput } from "./input.js";

/** Does what standard input says, line by line, and prints the conversation at the end, also where it failed. @throws Error of the line that failed */
export async function chatByScript(session: ChatSession): Promise<void> {
  try {
    for await (const text of createInterface({ input: process.stdin })) {
      const input = parseInput(text);
      if (input?.kind === "quit") break;
      if (input) await session.do(input);
    }
  } finally {
    process.stdout.write(`${await session.transcript()}\n`);
  }
}
