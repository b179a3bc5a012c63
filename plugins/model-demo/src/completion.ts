import type { Clock } from "@open-cowork/core/kernel";
import type { Move } from "./moves.js";

export interface Reply {
  id: string;
  model: string;
  created: number;
  moves: readonly Move[];
  /** Tokens of the prompt, estimated. */
  promptTokens: number;
  includeUsage: boolean;
}

export interface Pace {
  clock: Clock;
  /** Pause before each word. */
  wordMs: number;
  signal: AbortSignal;
}

/** Words with the white space before them; joined they are the text again. */
const wordsOf = (text: string): string[] => text.match(/\s*\S+|\s+$/g) ?? [];

/** A chat-completions stream (server-sent events), word by word at a pace that can be read. Ends early, without an error, when nobody listens any more. */
export async function* stream(reply: Reply, pace: Pace): AsyncGenerator<string> {
  const { id, model, created, moves } = reply;
  const frame = (rest: Record<string, unknown>) => `data: ${JSON.stringify({ id, object: "chat.completion.chunk", created, model, ...rest })}\n\n`;
  const delta = (fields: Record<string, unknown>, finish: string | null = null) => frame({ choices: [{ index: 0, delta: fields, finish_reason: finish }] });
  yield delta({ role: "assistant", content: "" });
  let calls = 0;
  for (const move of moves) {
    if ("tool" in move) {
      yield delta({ tool_calls: [toolCall(reply, move, calls++)] });
      continue;
    }
    for (const word of wordsOf("text" in move ? move.text : move.reasoning)) {
      if (pace.wordMs > 0) await pace.clock.sleep(pace.wordMs);
      if (pace.signal.aborted) return;
      yield delta("text" in move ? { content: word } : { reasoning_content: word });
    }
  }
  yield delta({}, finishOf(moves));
  if (reply.includeUsage) yield frame({ choices: [], usage: usageOf(reply) });
  yield "data: [DONE]\n\n";
}

/** The same answer as one JSON document. */
export function whole(reply: Reply): string {
  const { id, model, created, moves } = reply;
  const content = moves.map((move) => ("text" in move ? move.text : "")).join("");
  const tool_calls = moves.flatMap((move) => ("tool" in move ? [move] : [])).map((move, index) => toolCall(reply, move, index));
  const message = { role: "assistant", content, ...(tool_calls.length > 0 ? { tool_calls } : {}) };
  return JSON.stringify({
    id,
    object: "chat.completion",
    created,
    model,
    choices: [{ index: 0, message, finish_reason: finishOf(moves) }],
    usage: usageOf(reply),
  });
}

function toolCall({ id }: Reply, move: { tool: string; input: Record<string, unknown> }, index: number): Record<string, unknown> {
  return { index, id: `call_${id}_${index}`, type: "function", function: { name: move.tool, arguments: JSON.stringify(move.input) } };
}

const finishOf = (moves: readonly Move[]) => (moves.some((move) => "tool" in move) ? "tool_calls" : "stop");

function usageOf({ moves, promptTokens }: Reply): Record<string, number> {
  const said = moves.map((move) => ("text" in move ? move.text : "reasoning" in move ? move.reasoning : JSON.stringify(move.input))).join("");
  const completion = Math.ceil(said.length / 4);
  return { prompt_tokens: promptTokens, completion_tokens: completion, total_tokens: promptTokens + completion };
}
