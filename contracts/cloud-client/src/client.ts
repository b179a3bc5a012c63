import type {
  ApiToken,
  Artifact,
  Attention,
  Catalog,
  ChangedFile,
  CommandInput,
  CommandResult,
  FilePatch,
  LoginSession,
  Me,
  ModelProvider,
  ModelProviderInput,
  ModelRef,
  ModelTest,
  Role,
  SearchHit,
  SessionSummary,
  SessionView,
  WorkspaceInfo,
} from "@open-cowork/shared";
import { type AnyEvent, SessionFold } from "@open-cowork/shared";
import { Http } from "./http.js";
import { seg } from "./seg.js";
import { SessionFeed } from "./session-feed.js";
import { type Timers, webTimers } from "./timers.js";
import { type UploadOptions, upload } from "./upload.js";
import { WorkspaceFeed } from "./workspace-feed.js";

export interface CloudClientOptions {
  /** Origin of the workspace, such as `https://cowork.example.org`; empty in a browser for the page's own. */
  baseUrl: string;
  /** API token (`oct_…`); a function is asked at each request, so that a token can be rotated. Without it the login cookie of the browser is used. */
  token?: string | (() => string);
  fetch?: typeof fetch;
  timers?: Timers;
}

interface Page<T> {
  items: T[];
  next?: string;
}

/** A real completion with a slow model takes a while. */
const MODEL_TEST_TIMEOUT_MS = 120_000;

/** The protocol as methods. Each throws AppError: the server's code, or `host.unreachable` (kind unavailable) when it could not be reached. */
export class CloudClient {
  readonly #http: Http;
  /** For parts of the protocol that only few pages need, such as {@link channelsOf}. */
  get http(): Http {
    return this.#http;
  }
  readonly #timers: Timers;

  constructor(options: CloudClientOptions) {
    const send = options.fetch ?? globalThis.fetch;
    this.#http = new Http({ baseUrl: options.baseUrl, token: options.token, fetch: (input, init) => send(input, init) });
    this.#timers = options.timers ?? webTimers;
  }

  workspace(): Promise<WorkspaceInfo> {
    return this.#http.json("GET", "/workspace");
  }
  me(): Promise<Me> {
    return this.#http.json("GET", "/auth/me");
  }
  /** Exchanges a one-time link secret (`ocl_…`) for a login cookie. */
  login(link: string): Promise<Me> {
    return this.#http.json("POST", "/auth/login", { json: { link } });
  }
  logout(): Promise<void> {
    return this.#http.json("POST", "/auth/logout");
  }
  catalog(): Promise<Catalog> {
    return this.#http.json("GET", "/catalog");
  }
  /** Open approvals and questions of all threads, oldest first. */
  async approvals(): Promise<Attention[]> {
    return (await this.#http.json<{ items: Attention[] }>("GET", "/approvals")).items;
  }
  /** Full text over everything said and every title, best first. */
  async search(q: string, limit?: number): Promise<SearchHit[]> {
    return (await this.#http.json<{ items: SearchHit[] }>("GET", "/search", { query: { q, limit } })).items;
  }

  readonly sessions = {
    list: (query: { q?: string; archived?: boolean; limit?: number; cursor?: string } = {}): Promise<Page<SessionSummary>> =>
      this.#http.json("GET", "/sessions", { query }),
    create: (body: { id?: string; title?: string; agent?: string; model?: ModelRef } = {}): Promise<SessionSummary> =>
      this.#http.json("POST", "/sessions", { json: body }),
    get: (id: string): Promise<SessionSummary> => this.#http.json("GET", `/sessions/${seg(id)}`),
    patch: (id: string, patch: { title?: string; pinned?: boolean; archived?: boolean; tags?: string[] }): Promise<SessionSummary> =>
      this.#http.json("PATCH", `/sessions/${seg(id)}`, { json: patch }),
    remove: (id: string): Promise<void> => this.#http.json("DELETE", `/sessions/${seg(id)}`),
    /** Safe to repeat with the same command id: the first answer comes again. */
    command: (id: string, command: CommandInput): Promise<CommandResult> => this.#http.json("POST", `/sessions/${seg(id)}/commands`, { json: command }),
    /** The whole thread as of now, folded; go on with {@link CloudClient.feed} for a live one. */
    view: async (id: string, signal?: AbortSignal): Promise<{ summary: SessionSummary; fold: SessionFold }> => {
      const answer = await this.#http.json<{ session: SessionSummary; view: SessionView | null; events: AnyEvent[] }>("GET", `/sessions/${seg(id)}/view`, {
        signal,
      });
      const fold = answer.view === null ? new SessionFold() : new SessionFold(answer.view);
      for (const event of answer.events) fold.apply(event);
      return { summary: answer.session, fold };
    },
    /** Files the thread changed, by path. */
    files: async (id: string): Promise<ChangedFile[]> => (await this.#http.json<{ items: ChangedFile[] }>("GET", `/sessions/${seg(id)}/files`)).items,
    /** Its changes in order, as unified diffs. */
    diff: async (id: string): Promise<FilePatch[]> => (await this.#http.json<{ items: FilePatch[] }>("GET", `/sessions/${seg(id)}/diff`)).items,
    /** Address of a download; a browser sends its cookie along. */
    exportUrl: (id: string, format: "md" | "json" | "html"): string => this.#http.url(`/sessions/${seg(id)}/export`, { format }),
  };

  readonly models = {
    list: async (): Promise<ModelProvider[]> => (await this.#http.json<{ items: ModelProvider[] }>("GET", "/model-providers")).items,
    /** A real, short completion; nothing is stored. Fails with `model.*`. */
    test: (input: ModelProviderInput): Promise<ModelTest> =>
      this.#http.json("POST", "/model-providers/test", { json: input, timeoutMs: MODEL_TEST_TIMEOUT_MS }),
    save: (input: ModelProviderInput): Promise<ModelProvider> => this.#http.json("POST", "/model-providers", { json: input, timeoutMs: MODEL_TEST_TIMEOUT_MS }),
    remove: (id: string): Promise<void> => this.#http.json("DELETE", `/model-providers/${seg(id)}`),
  };

  readonly artifacts = {
    upload: (file: Blob | Uint8Array, options: UploadOptions): Promise<Artifact> => upload(this.#http, file, options),
    /** Newest first; those of one thread with `session`. */
    list: (query: { session?: string; limit?: number; cursor?: string } = {}): Promise<Page<Artifact>> => this.#http.json("GET", "/artifacts", { query }),
    remove: (id: string): Promise<void> => this.#http.json("DELETE", `/artifacts/${seg(id)}`),
    get: (id: string): Promise<Artifact> => this.#http.json("GET", `/artifacts/${seg(id)}`),
    contentUrl: (id: string): string => this.#http.url(`/artifacts/${seg(id)}/content`),
  };

  readonly tokens = {
    list: async (): Promise<ApiToken[]> => (await this.#http.json<{ items: ApiToken[] }>("GET", "/tokens")).items,
    /** `secret` is shown this once. */
    create: (input: { name: string; role?: Role; expiresInDays?: number }): Promise<{ token: ApiToken; secret: string }> =>
      this.#http.json("POST", "/tokens", { json: input }),
    revoke: (id: string): Promise<void> => this.#http.json("DELETE", `/tokens/${seg(id)}`),
  };

  readonly logins = {
    list: async (): Promise<LoginSession[]> => (await this.#http.json<{ items: LoginSession[] }>("GET", "/auth/sessions")).items,
    revoke: (id: string): Promise<void> => this.#http.json("DELETE", `/auth/sessions/${seg(id)}`),
  };

  /** A live view of one thread; call `open()` on it. */
  feed(session: string): SessionFeed {
    return new SessionFeed({
      session,
      timers: this.#timers,
      view: (signal) => this.sessions.view(session, signal),
      stream: (after, signal) => this.#http.stream(`/sessions/${seg(session)}/events`, { query: { after }, signal }),
      command: (command) => this.sessions.command(session, command),
    });
  }

  /** The live thread list and open decisions; call `open()` on it. */
  workspaceFeed(): WorkspaceFeed {
    return new WorkspaceFeed({
      timers: this.#timers,
      list: (cursor) => this.sessions.list({ limit: 200, cursor }),
      attention: () => this.approvals(),
      stream: (after, signal) => this.#http.stream("/events", { query: { after }, signal }),
    });
  }
}
