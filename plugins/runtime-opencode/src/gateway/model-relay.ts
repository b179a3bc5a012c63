import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Log } from "@open-cowork/core/kernel";
import type { BuiltinModel, ModelProviderRecord } from "@open-cowork/core/transport";
import { AppError, ERROR_KINDS, isAppError } from "@open-cowork/shared";
import { PROVIDER_KINDS } from "./provider-kinds.js";
import type { ProviderSettings, SettingsSnapshot } from "./provider-settings.js";
import { requestHeaders } from "./relay-headers.js";
import type { RelayTokens } from "./relay-tokens.js";
import { RelayedAnswer } from "./relayed-answer.js";
import type { Upstream } from "./upstream.js";

/** Conversations with images are large, but an engine that sends more than this is out of its mind. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;
const PATHS = new Set(["/chat/completions", "/responses", "/messages"]);

export interface ModelRelayDeps {
  settings: ProviderSettings;
  tokens: RelayTokens;
  upstream: Upstream;
  builtin: BuiltinModel | undefined;
  log: Log;
}

/**
 * The loopback address that engines have for a model provider. Checks the engine's token and the model, puts the tenant's key
 * in, and passes the answer through byte by byte; whoever hangs up first ends both sides.
 */
export class ModelRelay {
  readonly #server: Server;

  constructor(private readonly deps: ModelRelayDeps) {
    this.#server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, (request, response) => {
      this.#serve(request, response).catch((error: unknown) => this.#fail(response, error));
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", resolve);
    });
  }

  /** Base URL of a provider, as an AI SDK takes it. */
  url(provider: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${provider}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const grant = this.deps.tokens.find(tokenOf(request));
    if (grant === undefined) throw new AppError("auth.invalid");
    if (!grant.active()) throw new AppError("auth.forbidden", { message: "No run is active." });
    const [, provider = "", path = ""] = /^\/([A-Za-z0-9_-]+)(\/[^?]*)/.exec(request.url ?? "") ?? [];
    if (request.method !== "POST" || !PATHS.has(path)) throw new AppError("request.route_unknown");
    const [snapshot, body] = await Promise.all([this.deps.settings.get(grant), readBody(request)]);
    const record = snapshot.records.find((candidate) => candidate.id === provider);
    const parsed = parse(body);
    if (record?.models.some((model) => model.id === parsed.model) !== true) throw new AppError("model.not_found");
    if (record.kind === "demo") await this.#builtin(path, parsed, response);
    else await this.#forward(snapshot, record, { path, body, request }, response);
  }

  async #forward(
    snapshot: SettingsSnapshot,
    record: ModelProviderRecord,
    { path, body, request }: { path: string; body: Buffer; request: IncomingMessage },
    response: ServerResponse,
  ): Promise<void> {
    const baseUrl = record.baseUrl ?? PROVIDER_KINDS[record.kind].baseUrl;
    if (baseUrl === undefined) throw new AppError("model.not_found");
    const key = (await snapshot.key(record))?.reveal();
    const upstream = { method: "POST", path, headers: requestHeaders(request.headers), body } as const;
    await this.deps.upstream.relay({ kind: record.kind, baseUrl, key }, upstream, new RelayedAnswer(response));
  }

  async #builtin(path: string, body: unknown, response: ServerResponse): Promise<void> {
    if (this.deps.builtin === undefined) throw new AppError("model.not_found");
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const answer = await this.deps.builtin.handle({ path, body, signal: gone.signal });
    response.writeHead(answer.status, { "content-type": answer.contentType });
    response.flushHeaders();
    try {
      await pipeline(Readable.from(answer.body, { objectMode: false }), response);
    } catch (error) {
      // The engine has hung up, which is its right.
      if (!gone.signal.aborted) throw error;
    }
  }

  /** In the form that AI SDKs read, with our own code for the mapping of failures. */
  #fail(response: ServerResponse, error: unknown): void {
    if (response.destroyed) return;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (!isAppError(error)) this.deps.log.warn("relay.failed", { error });
    const known = isAppError(error) ? error : new AppError("model.failed", { cause: error });
    response.writeHead(ERROR_KINDS[known.kind], { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { message: known.message, type: known.code, code: known.code } }));
  }
}

function tokenOf(request: IncomingMessage): string {
  const header = request.headers["x-api-key"] ?? request.headers.authorization?.replace(/^Bearer /i, "");
  return typeof header === "string" ? header : "";
}

function parse(body: Buffer): { model?: unknown } {
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    if (typeof parsed === "object" && parsed !== null) return parsed;
  } catch {
    // Said below in our own words: the parser's quote parts of the body.
  }
  throw new AppError("request.malformed_json");
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) reject(new AppError("request.too_large"));
      else chunks.push(chunk);
    });
    request.once("end", () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.once("error", reject);
    request.once("close", () => reject(new AppError("request.invalid")));
  });
}
