/** One thing a scripted answer does. The moves of an answer happen in order. */
export type Move =
  /** Streams text token by token (a word with the white space before it), `delayMs` before each; 0 by default. */
  | { text: string; delayMs?: number }
  /** Streams `reasoning_content` the same way. */
  | { reasoning: string; delayMs?: number }
  /** Streams that many tokens, each the time at which it was sent, see `stamp`. */
  | { stamps: number; everyMs: number }
  /** Calls a tool; the answer then ends with finish_reason `tool_calls`. */
  | { tool: string; input: Record<string, unknown> }
  /** Silence for a while. */
  | { waitMs: number }
  /** Silence until {@link ScriptedModelServer.release} is called with this name. */
  | { hold: string }
  /** Breaks the connection without an end. */
  | { cut: true }
  /** Answers with an HTTP error instead of a stream; only as the first move. */
  | { status: number; message?: string; retryAfterSeconds?: number };

/** The answers to one prompt: the first round answers the prompt, the next ones answer the tool results that follow. */
export type Rounds = Move[][];

const OPEN = "[[script ";
const CLOSE = "]]script]";

/** A prompt text that carries its own script, so that a test needs no shared state with the server. */
export function prompt(text: string, ...rounds: Rounds): string {
  return `${text}\n${OPEN}${JSON.stringify(rounds)}${CLOSE}`;
}

/** The script inside a prompt text, if there is one. */
export function scriptOf(text: string): Rounds | undefined {
  const from = text.indexOf(OPEN);
  const to = text.lastIndexOf(CLOSE);
  return from < 0 || to < 0 ? undefined : (JSON.parse(text.slice(from + OPEN.length, to)) as Rounds);
}

/** Words with the white space before them; joined they are the text again. */
export function tokensOf(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}
