import type { Clock } from "@open-cowork/core/kernel";
import type { Secret } from "@open-cowork/shared";
import { Api, type RawApi } from "grammy";
import { ApiFailure, failureOf } from "./api-failure.js";
import { botFetch } from "./bot-fetch.js";

type Signal = Parameters<RawApi["getMe"]>[0];

export interface CallOptions {
  timeoutMs?: number;
  /** Ends the call early, with a failure of kind `lost`. */
  signal?: AbortSignal;
}

/** Requests to the Bot API, each with a deadline. What fails is an {@link ApiFailure}, without the token. */
export class BotApi {
  readonly #api: RawApi;
  readonly #token: Secret;

  constructor(private readonly options: { token: Secret; apiRoot: string; requestTimeoutMs: number; clock: Clock }) {
    this.#token = options.token;
    // The deadline is ours; grammY's own, with real timers, must not come first.
    this.#api = new Api(options.token.reveal(), { apiRoot: options.apiRoot, fetch: botFetch, timeoutSeconds: 24 * 3_600 }).raw;
  }

  /** Runs one method: `call("getMe", (api, signal) => api.getMe(signal))`. @throws ApiFailure */
  async call<T>(method: string, run: (api: RawApi, signal: Signal) => Promise<T>, { timeoutMs, signal }: CallOptions = {}): Promise<T> {
    const limit = timeoutMs ?? this.options.requestTimeoutMs;
    const ending = new AbortController();
    let late = false;
    const cancel = this.options.clock.after(limit, () => {
      late = true;
      ending.abort();
    });
    const abort = () => ending.abort();
    signal?.addEventListener("abort", abort, { once: true });
    try {
      if (signal?.aborted) throw new ApiFailure(method, { kind: "unreachable", reason: "stopped" });
      return await run(this.#api, ending.signal as unknown as Signal);
    } catch (error) {
      if (error instanceof ApiFailure) throw error;
      if (late) throw new ApiFailure(method, { kind: "lost", reason: `no answer within ${limit} ms` });
      throw new ApiFailure(method, failureOf(error, this.#token.reveal()));
    } finally {
      cancel();
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Address of a file that `getFile` named. Holds the token: it goes to `fetch` and nowhere else. */
  fileAddress(path: string): string {
    return `${this.options.apiRoot}/file/bot${this.#token.reveal()}/${path.split("/").map(encodeURIComponent).join("/")}`;
  }
}
