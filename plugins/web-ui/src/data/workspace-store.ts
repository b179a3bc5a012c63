import type { CloudClient, WorkspaceFeed } from "@open-cowork/cloud-client";
import type { AppError, Attention, Catalog, Me, SessionSummary, WorkspaceInfo } from "@open-cowork/shared";
import { asAppError } from "../ui/error/describe-error.js";
import type { Connection } from "./contexts.js";
import { forgetCatalog, keepCatalog, keptCatalog } from "./kept-catalog.js";

/** starting: nothing is known yet; ready: workspace and person are; else why not. */
export type Phase = "starting" | "ready" | "signed-out" | "unreachable" | "failed";

const RETRY_MS = 3_000;

/**
 * What the page knows of its workspace: who is signed in, the live thread list and open decisions, the catalogue. One for the whole page.
 * @fires change - something of it is new; read what you need
 */
export class WorkspaceStore extends EventTarget {
  readonly client: CloudClient;
  readonly #feed: WorkspaceFeed;
  readonly #hidden = new Set<string>();
  #catalogAsked = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  phase: Phase = "starting";
  error: AppError | undefined;
  workspace: WorkspaceInfo | undefined;
  me: Me | undefined;
  catalog: Catalog | undefined;
  sessions: readonly SessionSummary[] | undefined;
  attention: readonly Attention[] | undefined;
  connection: Connection;

  constructor(client: CloudClient) {
    super();
    this.client = client;
    this.#feed = client.workspaceFeed();
    this.connection = { state: "connecting", retry: this.retry };
    this.#feed.onChange((change) => {
      if (change === "settings") void this.reloadSettings();
      else if (change === "state") this.#connectionChanged();
      else this.#listsChanged(change);
    });
    addEventListener("online", this.#online);
    addEventListener("offline", this.#connectionChanged);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.connection.state === "reconnecting" && this.retry());
  }

  /** Reads who and where; everything else follows by itself. May be called again after a failure. */
  async start(): Promise<void> {
    clearTimeout(this.#retryTimer);
    try {
      const [workspace, me] = await Promise.all([this.client.workspace(), this.client.me()]);
      Object.assign(this, { workspace, me, phase: "ready", error: undefined });
      this.catalog ??= workspace.ready ? keptCatalog(workspace.id) : undefined;
      // A host that carries channels only has no threads to follow.
      if (workspace.capabilities.includes("sessions")) {
        this.#feed.open();
        void this.#readCatalog();
      } else this.connection = { state: "live", retry: this.retry };
    } catch (cause) {
      this.#failed(asAppError(cause));
    }
    this.#changed();
  }

  /** Tries at once what waits for its next attempt. */
  readonly retry = (): void => {
    if (this.phase === "ready") this.#feed.reconnectNow();
    else void this.start();
  };

  /** Exchanges a one-time link; throws what the server answers. */
  async signIn(link: string): Promise<void> {
    await this.client.login(link);
    await this.start();
  }

  async signOut(): Promise<void> {
    await this.client.logout();
    forgetCatalog();
    this.#signedOut();
  }

  /** After models, names or limits have changed. A failure keeps what was known: the next change or reload reads again. */
  async reloadSettings(): Promise<void> {
    const [workspace] = await Promise.allSettled([this.client.workspace(), this.#readCatalog()]);
    if (workspace.status === "fulfilled") this.workspace = workspace.value;
    this.#changed();
  }

  /** Puts a summary into the list at once, as an answer brought it. */
  merge(summary: SessionSummary): void {
    this.#feed.merge(summary);
  }

  /** Takes a thread out of all lists, or brings it back, while its deletion waits for its undo. */
  hide(id: string, hidden: boolean): void {
    if (hidden) this.#hidden.add(id);
    else this.#hidden.delete(id);
    this.#listsChanged("sessions");
    this.#listsChanged("attention");
  }

  #listsChanged(list: "sessions" | "attention"): void {
    if (list === "sessions") this.sessions = this.#feed.sessions.filter((session) => !this.#hidden.has(session.id));
    else this.attention = this.#feed.attention.filter((item) => !this.#hidden.has(item.session));
    this.#changed();
  }

  readonly #online = (): void => {
    this.#connectionChanged();
    this.retry();
  };

  readonly #connectionChanged = (): void => {
    const feed = this.#feed.state;
    if (feed === "failed") this.#signedOut();
    const state = feed === "live" ? "live" : feed === "loading" ? "connecting" : navigator.onLine ? "reconnecting" : "offline";
    if (state !== this.connection.state) this.connection = { state, retry: this.retry };
    this.#changed();
  };

  #failed(error: AppError): void {
    this.error = error;
    if (error.kind === "unauthenticated") this.phase = "signed-out";
    else if (error.retryable) {
      this.phase = "unreachable";
      this.#retryTimer = setTimeout(() => void this.start(), RETRY_MS);
    } else this.phase = "failed";
  }

  #signedOut(): void {
    this.#feed.close();
    Object.assign(this, { phase: "signed-out", me: undefined, sessions: undefined, attention: undefined, catalog: undefined });
    this.#changed();
  }

  /** The newest request decides: the first of a cold engine may be answered after a later one. */
  async #readCatalog(): Promise<void> {
    const asked = ++this.#catalogAsked;
    try {
      const catalog = await this.client.catalog();
      if (asked !== this.#catalogAsked) return;
      this.catalog = catalog;
      if (this.workspace) keepCatalog(this.workspace.id, catalog);
      this.#changed();
    } catch {
      // The pickers stay as they are; `settings` messages and a reload ask again.
    }
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}
