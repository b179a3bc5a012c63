import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { asksForTitle, type ChatBody, promptOf } from "./chat-request.js";
import { CompletionStream } from "./completion-stream.js";
import { type Move, type Rounds, scriptOf } from "./model-script.js";

export { type ChatBody, type ChatMessage, textOf } from "./chat-request.js";
export { type Move, prompt, type Rounds, tokensOf } from "./model-script.js";

/** A request as the server received it. */
export interface ModelRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: ChatBody;
  /** Text of the person's message that is being answered. */
  prompt: string;
  /** How many answers this prompt had before: 0, then 1 after the first tool results, and so on. */
  round: number;
  /** The request only asks to name the thread. */
  title: boolean;
  /** Aborts when the client hangs up. */
  signal: AbortSignal;
}

export interface ModelServerOptions {
  /** Chooses the moves of an answer; undefined falls back to the script in the prompt, then to {@link ModelServerOptions.fallback}. */
  script?: (request: ModelRequest) => Move[] | undefined;
  /** Answer to a prompt without a script. Default: "Hello from the scripted model." */
  fallback?: Rounds;
  /** Model ids listed by `GET /models`. Default: `scripted`. */
  models?: string[];
  /** Requests with another bearer key get a 401. Default: every key is good. */
  key?: string;
}

const FALLBACK: Rounds = [[{ text: "Hello from the scripted model." }]];

/**
 * A scripted OpenAI-compatible server on a free loopback port, for tests and benchmarks. Keeps every request it got.
 * Its base URL is `url` (it ends in `/v1`).
 */
export class ScriptedModelServer {
  /** Completion requests in order of arrival, titles too. */
  readonly requests: ModelRequest[] = [];
  script: ModelServerOptions["script"];
  readonly #options: ModelServerOptions;
  readonly #server: Server;
  readonly #released = new Set<string>();
  readonly #waiters = new Set<() => void>();

  private constructor(options: ModelServerOptions) {
    this.#options = options;
    this.script = options.script;
    this.#server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      this.#handle(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  static async start(options: ModelServerOptions = {}): Promise<ScriptedModelServer> {
    const server = new ScriptedModelServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  /** The requests that answer people, without the ones that name threads. */
  get turns(): ModelRequest[] {
    return this.requests.filter((request) => !request.title);
  }

  /** Lets every answer go on that holds, or will hold, under this name. */
  release(name: string): void {
    this.#released.add(name);
    this.#wake();
  }

  /** Resolves with the first completion request, past or coming, that fits. */
  async received(fits: (request: ModelRequest) => boolean = (request) => !request.title): Promise<ModelRequest> {
    await this.#until(() => this.requests.some(fits));
    return this.requests.find(fits)!;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await text(request);
    const { key } = this.#options;
    if (key !== undefined && request.headers.authorization !== `Bearer ${key}`) return fail(response, { status: 401, message: "Incorrect API key provided." });
    if (request.url?.endsWith("/models")) return list(response, this.#options.models ?? ["scripted"]);
    if (!request.url?.endsWith("/chat/completions")) return fail(response, { status: 404, message: `Unknown path ${request.url}` });
    const abort = new AbortController();
    response.once("close", () => abort.abort());
    const body = JSON.parse(raw) as ChatBody;
    const { text: said, round } = promptOf(body);
    const seen: ModelRequest = { path: request.url, headers: request.headers, body, prompt: said, round, title: asksForTitle(body), signal: abort.signal };
    this.requests.push(seen);
    this.#wake();
    await this.#answer(new CompletionStream(response, body), response, this.#moves(seen), seen.signal);
  }

  #moves(request: ModelRequest): Move[] {
    if (request.title) return [{ text: "A scripted thread" }];
    const chosen = this.script?.(request);
    if (chosen) return chosen;
    const rounds = scriptOf(request.prompt) ?? this.#options.fallback ?? FALLBACK;
    return rounds[request.round] ?? [{ text: "Done." }];
  }

  async #answer(stream: CompletionStream, response: ServerResponse, moves: Move[], signal: AbortSignal): Promise<void> {
    for (const move of moves) {
      if (signal.aborted) return;
      if ("status" in move) return fail(response, move);
      if ("cut" in move) {
        response.destroy();
        return;
      }
      if ("hold" in move)
        await this.#until(
          () => this.#released.has(move.hold),
          signal,
          () => stream.open(),
        );
      else await stream.play(move, signal);
    }
    if (!signal.aborted) stream.finish();
  }

  #wake(): void {
    for (const waiter of this.#waiters) waiter();
  }

  #until(done: () => boolean, signal?: AbortSignal, before?: () => void): Promise<void> {
    before?.();
    if (done() || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const check = () => {
        if (!done() && !signal?.aborted) return;
        this.#waiters.delete(check);
        resolve();
      };
      this.#waiters.add(check);
      signal?.addEventListener("abort", check, { once: true });
    });
  }
}

function list(response: ServerResponse, models: string[]): void {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ object: "list", data: models.map((id) => ({ id, object: "model" })) }));
}

function fail(response: ServerResponse, move: { status: number; message?: string; retryAfterSeconds?: number }): void {
  response.statusCode = move.status;
  response.setHeader("content-type", "application/json");
  if (move.retryAfterSeconds !== undefined) response.setHeader("retry-after", String(move.retryAfterSeconds));
  response.end(JSON.stringify({ error: { message: move.message ?? `Scripted error ${move.status}`, type: "scripted_error", code: move.status } }));
}
