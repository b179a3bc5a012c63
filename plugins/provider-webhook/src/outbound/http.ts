import type { lookup } from "node:dns";
import type { Clock } from "@open-cowork/core/kernel";
import { AppError } from "@open-cowork/shared";
import { Agent, type Dispatcher } from "undici";
import { demandPublic, publicLookup } from "../address-guard.js";

/** Longest wait for a connection; an answer may take longer. */
const CONNECT_MS = 5_000;
/** Most of an answer that is read. */
const MAX_ANSWER_BYTES = 64 * 1024;

export interface HttpOptions {
  clock: Clock;
  allowPrivate: boolean;
  /** For a whole request with its answer. */
  answerMs: number;
  /** How names become addresses. Default: as the system does it. */
  resolve?: typeof lookup;
}

export interface HttpAnswer {
  status: number;
  retryAfter: string | undefined;
  /** Empty where it was longer than is read. */
  text: string;
}

/** The way out: to public addresses only, never redirected, bounded in time and size. */
export class Http {
  readonly #agent: Agent;

  constructor(private readonly options: HttpOptions) {
    const { allowPrivate, answerMs, resolve } = options;
    this.#agent = new Agent({
      connect: { timeout: Math.min(CONNECT_MS, answerMs), ...(allowPrivate ? {} : { lookup: publicLookup(resolve) }) },
      headersTimeout: answerMs,
      bodyTimeout: answerMs,
      connections: 64,
    });
  }

  /** @throws AppError `provider.failed` for an address that is refused; what undici throws when no answer comes */
  async post(url: URL, headers: Record<string, string>, body: string): Promise<HttpAnswer> {
    const abort = new AbortController();
    const cancel = this.options.clock.after(this.options.answerMs, () => abort.abort());
    try {
      const { statusCode, headers: answered, body: content } = await this.#request(url, { method: "POST", headers, body, signal: abort.signal });
      const retryAfter = answered["retry-after"];
      return { status: statusCode, retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter, text: await textOf(content) };
    } finally {
      cancel();
    }
  }

  /** The caller reads the body, or destroys it. @throws as {@link Http.post} */
  get(url: URL, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    return this.#request(url, { method: "GET", signal });
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #request(url: URL, request: Pick<Dispatcher.RequestOptions, "method" | "headers" | "body" | "signal">): Promise<Dispatcher.ResponseData> {
    if (url.protocol !== "https:" && url.protocol !== "http:") throw new AppError("provider.failed", { message: "Only https addresses are fetched." });
    if (!this.options.allowPrivate) demandPublic(url);
    // Names and passwords in an address are for whoever wrote it down, and no business of the other side.
    return this.#agent.request({ ...request, origin: url.origin, path: `${url.pathname}${url.search}` });
  }
}

async function textOf(body: Dispatcher.ResponseData["body"]): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop ends the connection.
    if (bytes > MAX_ANSWER_BYTES) return "";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
