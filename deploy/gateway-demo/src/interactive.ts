import { createInterface } from "node:readline";
import type { ChatSession } from "./chat-session.js";
import { parseInput } from "./input.js";
import { Screen } from "./screen.js";

/** A chat in the terminal, until Ctrl-D, Ctrl-C or `!quit`. */
export async function chatInTerminal(session: ChatSession, introduction: readonly string[]): Promise<void> {
  const line = createInterface({ input: process.stdin, output: process.stdout, prompt: "> " });
  const screen = new Screen(line, process.stdout, session.saved);
  for (const text of introduction) screen.tell(text);
  session.conversation.onFrame((frame) => {
    // What somebody typed stands on the screen already.
    if (frame.type === "message" && frame.message.from !== "us") return;
    screen.show(frame);
  });
  line.on("SIGINT", () => line.close());
  for await (const text of line) {
    const input = parseInput(text);
    if (input?.kind === "quit") break;
    try {
      if (input) await session.do(input);
    } catch (error) {
      screen.tell((error as Error).message);
    }
    line.prompt();
  }
  line.close();
}
