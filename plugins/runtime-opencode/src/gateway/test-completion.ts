import { AppError } from "@open-cowork/shared";
import { createParser } from "eventsource-parser";
import { PROVIDER_KINDS } from "./provider-kinds.js";
import { refusal, type Target, type Upstream } from "./upstream.js";

const TIMEOUT_MS = 60_000;
const QUESTION = "Answer with the one word: ready";

export interface Tried {
  text: string;
  firstTokenMs: number;
}

/** Asks the model one short question and reads its stream to the end. @throws AppError `model.*` with what to do about it */
export async function tryModel(upstream: Upstream, target: Target, model: string, signal: AbortSignal): Promise<Tried> {
  const startedAt = performance.now();
  const response = await upstream.request(target, {
    method: "POST",
    path: PROVIDER_KINDS[target.kind].protocol === "messages" ? "/messages" : "/chat/completions",
    headers: { "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify(question(target, model)),
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  if (response.statusCode >= 400) throw explain(response.statusCode, await response.body.text(), response.headers["retry-after"], model);
  const answer = { text: "", firstTokenMs: 0, ended: false };
  const parser = createParser({ onEvent: ({ data }) => read(answer, data, startedAt) });
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body) parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
  } catch (error) {
    throw new AppError("model.stream_cut", { cause: error });
  }
  if (!answer.ended)
    throw new AppError("model.failed", { message: "The address answers, but not with a streamed completion. Check that the base URL is right." });
  return { text: answer.text.trim().slice(0, 500), firstTokenMs: Math.round(answer.firstTokenMs || performance.now() - startedAt) };
}

function question(target: Target, model: string): object {
  const limit = target.kind === "openai" ? { max_completion_tokens: 512 } : { max_tokens: 256 };
  return { model, stream: true, ...limit, messages: [{ role: "user", content: QUESTION }] };
}

function explain(status: number, body: string, retryAfter: string | string[] | undefined, model: string): AppError {
  if (status === 404 && body.length < 20)
    return new AppError("model.failed", { message: "The address answers, but there is no chat at it. The base URL usually ends in /v1." });
  const error = refusal(status, body, Array.isArray(retryAfter) ? retryAfter[0] : retryAfter);
  return status === 404 ? new AppError("model.not_found", { message: `${error.message} (model: ${model})` }) : error;
}

interface Chunk {
  choices?: { delta?: { content?: string | null; reasoning_content?: string | null; reasoning?: string | null }; finish_reason?: string | null }[];
  type?: string;
  delta?: { text?: string };
  error?: { message?: string };
}

function read(answer: { text: string; firstTokenMs: number; ended: boolean }, data: string, startedAt: number): void {
  if (data === "[DONE]") {
    answer.ended = true;
    return;
  }
  const chunk = JSON.parse(data) as Chunk;
  if (chunk.error) throw new AppError("model.failed", { message: `The model provider says: ${chunk.error.message ?? "error"}` });
  const choice = chunk.choices?.[0];
  const text = choice?.delta?.content ?? chunk.delta?.text ?? "";
  if (text !== "" || choice?.delta?.reasoning_content || choice?.delta?.reasoning) answer.firstTokenMs ||= performance.now() - startedAt;
  answer.text += text;
  if (choice?.finish_reason || chunk.type === "message_stop") answer.ended = true;
}
