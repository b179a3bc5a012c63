import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChatBody } from "./chat-request.js";
import { type Move, tokensOf } from "./model-script.js";
import { nowMs, stamp } from "./stamp.js";

let calls = 0;

/** Writes one chat completion: server-sent chunks when the request asked for a stream, else one JSON body at the end. */
export class CompletionStream {
  #said = "";
  #tokens = 0;
  readonly #tools: { index: number; id: string; type: "function"; function: { name: string; arguments: string } }[] = [];
  readonly #head: { id: string; model: string; created: number };

  constructor(
    private readonly response: ServerResponse,
    private readonly body: ChatBody,
  ) {
    this.#head = { id: `chatcmpl-${++calls}`, model: body.model, created: Math.floor(Date.now() / 1000) };
  }

  /** Sends the headers, so that the client knows that an answer has begun. */
  open(): void {
    if (this.response.headersSent) return;
    this.response.setHeader("content-type", this.body.stream ? "text/event-stream" : "application/json");
    if (!this.body.stream) return;
    this.response.flushHeaders();
    this.#chunk({ role: "assistant", content: "" });
  }

  async play(move: Exclude<Move, { hold: string } | { cut: true } | { status: number }>, signal: AbortSignal): Promise<void> {
    this.open();
    if ("waitMs" in move) await pause(move.waitMs, signal);
    else if ("tool" in move) this.#call(move.tool, move.input);
    else if ("stamps" in move) await this.#tick(move.stamps, move.everyMs, signal);
    else if ("text" in move) await this.#type(move.text, move.delayMs ?? 0, signal, (content) => ({ content }));
    else await this.#type(move.reasoning, move.delayMs ?? 0, signal, (content) => ({ reasoning_content: content }));
  }

  finish(): void {
    this.open();
    const reason = this.#tools.length > 0 ? "tool_calls" : "stop";
    const input = Math.ceil(JSON.stringify(this.body.messages).length / 4);
    const usage = { prompt_tokens: input, completion_tokens: this.#tokens, total_tokens: input + this.#tokens };
    if (!this.body.stream) {
      const message = { role: "assistant", content: this.#said, ...(this.#tools.length > 0 ? { tool_calls: this.#tools } : {}) };
      this.response.end(JSON.stringify({ ...this.#head, object: "chat.completion", choices: [{ index: 0, message, finish_reason: reason }], usage }));
      return;
    }
    this.#chunk({}, reason);
    if (this.body.stream_options?.include_usage) this.#write({ choices: [], usage });
    this.response.end("data: [DONE]\n\n");
  }

  async #type(text: string, delayMs: number, signal: AbortSignal, delta: (token: string) => Record<string, unknown>): Promise<void> {
    for (const token of tokensOf(text)) {
      if (delayMs > 0) await pause(delayMs, signal);
      if (signal.aborted) return;
      this.#tokens += 1;
      const part = delta(token);
      if ("content" in part) this.#said += token;
      if (this.body.stream && !this.#chunk(part)) await drained(this.response, signal);
    }
  }

  /** Against a fixed schedule: a late timer must not slow the whole answer down. */
  async #tick(stamps: number, everyMs: number, signal: AbortSignal): Promise<void> {
    const started = nowMs();
    for (let i = 0; i < stamps && !signal.aborted; i++) {
      await pause(Math.max(0, started + i * everyMs - nowMs()), signal);
      const content = `${stamp(nowMs())} `;
      this.#said += content;
      this.#tokens += 1;
      this.#chunk({ content });
    }
  }

  #call(name: string, input: Record<string, unknown>): void {
    const call = { index: this.#tools.length, id: `call_${++calls}`, type: "function" as const, function: { name, arguments: JSON.stringify(input) } };
    this.#tools.push(call);
    this.#tokens += 10;
    if (this.body.stream) this.#chunk({ tool_calls: [call] });
  }

  #chunk(delta: Record<string, unknown>, finish: string | null = null): boolean {
    return this.#write({ choices: [{ index: 0, delta, finish_reason: finish }] });
  }

  #write(rest: Record<string, unknown>): boolean {
    return this.response.write(`data: ${JSON.stringify({ ...this.#head, object: "chat.completion.chunk", ...rest })}\n\n`);
  }
}

/** Like a timer, but over at once when the client has gone. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/** Waits for room in a stream's buffer, and not for longer than its client is there. */
async function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  await once(response, "drain", { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
