import type { Clock, Log } from "@open-cowork/core/kernel";
import pg from "pg";

const CHANNEL = "open_cowork_bus";
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 10_000;
/** A connection that does not answer within this is dead. */
const ANSWER_MS = 10_000;

export interface NotifyEvents {
  payload(payload: string): void;
  /** Listening, for the first time or again. */
  connected(): void;
}

/** One connection that listens and notifies, and comes back by itself. Not for queries: it never blocks anybody's commit. */
export class NotifyConnection {
  #client: pg.Client | undefined;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    private readonly url: string,
    private readonly deps: { clock: Clock; log: Log },
    private readonly events: NotifyEvents,
  ) {}

  get connected(): boolean {
    return this.#client !== undefined;
  }

  /** Resolves when listening; rejects when the first try fails. From then on it reconnects until `close`. */
  async open(): Promise<void> {
    const { ended } = await this.#connect();
    this.#running = this.#keepUp(ended);
  }

  /** False when the payloads were not handed over, or nobody knows. Never rejects. */
  async notify(payloads: readonly string[]): Promise<boolean> {
    const client = this.#client;
    if (!client) return false;
    try {
      await client.query({ name: "notify", text: "select pg_notify($1, payload) from unnest($2::text[]) as p (payload)", values: [CHANNEL, payloads] });
      return true;
    } catch (error) {
      this.deps.log.debug("bus.notify_failed", { error });
      this.#drop(client);
      return false;
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
    await this.#running;
  }

  async #keepUp(firstEnd: Promise<void>): Promise<void> {
    const { signal } = this.#stop;
    for (let ended = firstEnd, retryMs = FIRST_RETRY_MS; !signal.aborted; ) {
      await ended;
      if (signal.aborted) return;
      // Half of it is chance, so that many processes do not come back in step.
      const slept = await this.deps.clock.sleep(retryMs * (0.5 + Math.random() / 2), signal).then(
        () => true,
        () => false,
      );
      if (!slept) return;
      try {
        ({ ended } = await this.#connect());
        retryMs = FIRST_RETRY_MS;
      } catch (error) {
        this.deps.log.warn("bus.reconnect_failed", { error, retryMs });
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
        ended = Promise.resolve();
      }
    }
  }

  /** Resolves when listening, with a promise of the connection's end. */
  async #connect(): Promise<{ ended: Promise<void> }> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: "open-cowork bus",
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    });
    const ended = new Promise<void>((resolve) => {
      client.once("end", resolve);
      client.on("error", (error) => {
        this.deps.log.warn("bus.connection_lost", { error });
        resolve();
      });
    });
    client.on("notification", ({ payload }) => this.events.payload(payload ?? ""));
    await client.connect();
    // Announcements are repeated by repair, not by durability: no commit of theirs waits for the disk.
    await client.query(`set synchronous_commit = off; listen ${CHANNEL}`);
    if (this.#stop.signal.aborted) await client.end();
    else this.#client = client;
    void ended.then(() => this.#drop(client));
    this.events.connected();
    return { ended };
  }

  #drop(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    client.end().catch((error: unknown) => this.deps.log.debug("bus.end_failed", { error }));
  }
}
