import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ApiError } from "./api-error.js";
import { Parameters } from "./parameters.js";

/** One request as a method sees it. */
export interface Exchange {
  /** Aborts when the client has hung up, or was answered. */
  gone: AbortSignal;
  /** Drops the connection without a word. */
  cut(): void;
}
/** Answers the result, or {@link SILENCE} for a request that is done and never answered. */
export type MethodHandler = (parameters: Parameters, exchange: Exchange) => unknown;
export const SILENCE = Symbol("silence");

export interface BotServerOptions {
  token: string;
  methods: Readonly<Record<string, MethodHandler>>;
  file(path: string): Uint8Array | undefined;
  called(method: string): void;
}

/** The HTTP side of the Bot API on loopback: `/bot<token>/<method>` and `/file/bot<token>/<path>`. https://core.telegram.org/bots/api#making-requests */
export class BotServer {
  #server: Server | undefined;
  #port = 0;
  readonly #methods: Map<string, [name: string, handler: MethodHandler]>;
  /** Answered to everything but file downloads while it is set. */
  failing: ApiError | undefined;

  constructor(private readonly options: BotServerOptions) {
    // Names of methods are case-insensitive.
    this.#methods = new Map(Object.entries(options.methods).map(([name, handler]) => [name.toLowerCase(), [name, handler]]));
  }

  get root(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens, on the same port as before if there was one. */
  async up(): Promise<void> {
    const server = createServer((request, response) => void this.#handle(request, response));
    this.#server = server;
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(this.#port, "127.0.0.1", resolve));
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Refuses connections from now on and cuts those there are. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    try {
      const url = new URL(request.url ?? "/", this.root);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const [, kind, bot, ...rest] = url.pathname.split("/");
      if (kind === "file") return this.#download(response, bot === `bot${this.options.token}` ? rest.join("/") : "");
      const parameters = new Parameters(url.searchParams, request.headers["content-type"] ?? "", Buffer.concat(chunks));
      const exchange = { gone: gone.signal, cut: () => void response.destroy() };
      const result = await this.#call([kind ?? "", bot ?? ""], parameters, exchange);
      if (result !== SILENCE) answer(response, 200, { ok: true, result });
    } catch (error) {
      if (gone.signal.aborted) return;
      const { code, description, parameters } = error instanceof ApiError ? error : new ApiError(400, `Bad Request: ${String(error)}`);
      answer(response, code, { ok: false, error_code: code, description, ...(parameters ? { parameters } : {}) });
    }
  }

  #call([bot, method]: [bot: string, method: string], parameters: Parameters, exchange: Exchange): unknown {
    if (bot !== `bot${this.options.token}`) throw new ApiError(401, "Unauthorized");
    const known = this.#methods.get(method.toLowerCase());
    if (!known) throw new ApiError(404, "Not Found: method not found");
    this.options.called(known[0]);
    if (this.failing) throw this.failing;
    return known[1](parameters, exchange);
  }

  #download(response: ServerResponse, path: string): void {
    const bytes = this.options.file(decodeURI(path));
    if (bytes) response.writeHead(200, { "content-type": "application/octet-stream", "content-length": bytes.byteLength }).end(bytes);
    else answer(response, 404, { ok: false, error_code: 404, description: "Not Found" });
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
