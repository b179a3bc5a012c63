import type { Secret } from "@open-cowork/shared";

/** Somebody pinned a note to a board that we can see. */
export interface CorkboardEvent {
  id: string;
  board: { id: string; kind: "direct" | "shared"; title?: string };
  author: { id: string; name: string; handle?: string };
  note: string;
  text: string;
  mentionsUs: boolean;
  /** Milliseconds since the epoch. */
  at: number;
}

/** A request that did not go well. */
export class CorkboardError extends Error {
  constructor(
    /** Status of the answer; undefined when none came. */
    readonly status: number | undefined,
    /** The request has left, so that it may have been done. */
    readonly isSent: boolean,
    readonly retryAfterMs?: number,
  ) {
    super(status === undefined ? "Corkboard did not answer" : `Corkboard answered ${status}`);
  }
}

/** Failures of a connection before anything was sent. */
const NOT_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

/** Corkboard is made up: five requests that every platform has in one way or another. */
export class CorkboardApi {
  constructor(
    private readonly options: {
      url: string;
      token: Secret;
      /** Longest wait for an answer, in milliseconds. */
      answerMs: number;
    },
  ) {}

  me(): Promise<{ name: string; handle: string }> {
    return this.#call("GET", "/me");
  }

  /** Waits for events for some seconds. Those that are not acknowledged are given out again. */
  events(signal: AbortSignal): Promise<CorkboardEvent[]> {
    return this.#call("GET", "/events?wait=5", undefined, signal);
  }

  async acknowledge(event: string): Promise<void> {
    await this.#call("DELETE", `/events/${encodeURIComponent(event)}`);
  }

  /** @returns Id of the note. The same key again makes no second note. */
  async post(board: string, text: string, key: string): Promise<string> {
    const { note } = await this.#call<{ note: string }>("POST", `/boards/${encodeURIComponent(board)}/notes`, { text, key });
    return note;
  }

  async change(board: string, note: string, text: string): Promise<void> {
    await this.#call("PUT", `/boards/${encodeURIComponent(board)}/notes/${encodeURIComponent(note)}`, { text });
  }

  /** @throws CorkboardError; the signal's reason when it aborts */
  async #call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const { url, token, answerMs } = this.options;
    const headers = { authorization: `Bearer ${token.reveal()}`, ...(body === undefined ? {} : { "content-type": "application/json" }) };
    const late = AbortSignal.timeout(answerMs);
    const ends = signal ? AbortSignal.any([late, signal]) : late;
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${url}${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal: ends });
      text = await response.text();
    } catch (error) {
      signal?.throwIfAborted();
      const { code } = ((error as Error).cause ?? {}) as { code?: string };
      throw new CorkboardError(undefined, !NOT_SENT.has(code ?? ""));
    }
    const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
    if (!response.ok) throw new CorkboardError(response.status, true, Number.isNaN(seconds) ? undefined : seconds * 1_000);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }
}
