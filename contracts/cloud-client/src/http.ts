import { API } from "@open-cowork/shared";
import { networkError, problemOf } from "./problem.js";

/** Long enough for a slow database, short enough that a person does not give up first. */
const DEFAULT_TIMEOUT_MS = 30_000;

export interface HttpOptions {
  /** Origin and path prefix of the workspace; empty for the page's own origin. */
  baseUrl: string;
  /** API token, or what tells the one that is valid now; without it the browser's cookie speaks. */
  token?: string | (() => string);
  fetch: typeof fetch;
}

export interface RequestOptions {
  /** Entries with the value undefined are left out. */
  query?: Record<string, string | number | boolean | undefined>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is; a stream as it comes, which only Node does over HTTP/1.1. */
  body?: Blob | Uint8Array | ReadableStream<Uint8Array>;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Until the answer is complete; 30 s when absent. */
  timeoutMs?: number;
}

/**
 * One request, one answer. Throws only AppError: the server's own by the code of its problem document, `host.unreachable` when there was no answer;
 * and the reason of `signal` when that aborted. Nothing is retried here. Answers are not checked again: the server holds them to the shared schemas.
 */
export class Http {
  readonly #options: HttpOptions;

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  url(path: string, query: RequestOptions["query"] = {}): string {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
    const text = search.toString();
    return `${this.#options.baseUrl.replace(/\/+$/, "")}${API}${path}${text && `?${text}`}`;
  }

  authorization(): Record<string, string> {
    const { token } = this.#options;
    return token === undefined ? {} : { authorization: `Bearer ${typeof token === "function" ? token() : token}` };
  }

  async json<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    const timeout = AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
    const response = await this.#send(method, path, { ...options, signal }, options.signal);
    if (response.status === 204) return undefined as T;
    try {
      return (await response.json()) as T;
    } catch (cause) {
      throw networkError(cause, options.signal?.aborted ?? false);
    }
  }

  /** Opens a stream of server-sent events; the caller reads the body and ends it by aborting `signal`. No time limit. */
  stream(path: string, options: Pick<RequestOptions, "query" | "headers"> & { signal: AbortSignal }): Promise<Response> {
    return this.#send("GET", path, { ...options, headers: { accept: "text/event-stream", ...options.headers } }, options.signal);
  }

  /** Opens content that the caller reads as it comes, and ends by aborting `signal` or by cancelling the body. No time limit. */
  content(path: string, options: Pick<RequestOptions, "query" | "headers" | "signal"> = {}): Promise<Response> {
    return this.#send("GET", path, { ...options, headers: { accept: "*/*", ...options.headers } }, options.signal);
  }

  async #send(method: string, path: string, options: RequestOptions, caller: AbortSignal | undefined): Promise<Response> {
    const json = options.json === undefined ? undefined : JSON.stringify(options.json);
    const init: RequestInit & { duplex?: "half" } = {
      method,
      headers: {
        accept: "application/json",
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...this.authorization(),
        ...options.headers,
      },
      body: json ?? (options.body as BodyInit | undefined),
      signal: options.signal,
      cache: "no-store",
      // https://fetch.spec.whatwg.org/#dom-requestinit-duplex: a body that is a stream must say so.
      ...(options.body instanceof ReadableStream ? { duplex: "half" } : {}),
    };
    let response: Response;
    try {
      response = await this.#options.fetch(this.url(path, options.query), init);
    } catch (cause) {
      throw networkError(cause, caller?.aborted ?? false);
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  }
}
