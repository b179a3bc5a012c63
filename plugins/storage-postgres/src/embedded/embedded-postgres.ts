import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "@open-cowork/core/kernel";
import { AppError } from "@open-cowork/shared";
import { dataVersion, findBinaries, type PostgresBinaries } from "./binaries.js";
import { type Credentials, loadCredentials } from "./credentials.js";
import { freePort } from "./free-port.js";
import { spawnGuarded } from "./guard.js";
import { giveTo, initCluster, OWNER_ROLE } from "./init-cluster.js";
import { stopLeftover } from "./leftover.js";
import { planRunAs, type RunAs } from "./run-as.js";
import { ServerProcess } from "./server-process.js";
import { type Listen, serverArguments, socketFits } from "./server-settings.js";

export interface EmbeddedOptions {
  /** Folder of the cluster; made when missing. Everything in it is this class's own. */
  home: string;
  log: Log;
  /** Default true. False trades the data's safety for speed: tests only. */
  durable?: boolean;
}

const SOCKET_PORT = 5432;

interface Cluster {
  log: Log;
  listen: Listen;
  credentials: Credentials;
  created: boolean;
  /** Starts the server; resolves when it accepts connections. */
  launch(): Promise<ServerProcess>;
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/** A Postgres server of this process's own, started from npm binaries. It never outlives this process, and comes back when it dies before. */
export class EmbeddedPostgres {
  readonly #stop = new AbortController();
  #reviving: Promise<void> | undefined;

  private constructor(
    private readonly cluster: Cluster,
    private server: ServerProcess,
  ) {
    this.#watch();
  }

  /** @throws AppError `storage.unavailable`, with what to do */
  static async start({ home, log, durable = true }: EmbeddedOptions): Promise<EmbeddedPostgres> {
    const binaries = await findBinaries();
    const data = join(home, "data");
    const version = await dataVersion(data);
    if (version !== undefined) await stopLeftover(data);
    const { runAs, listen } = await prepare(home, binaries);
    const credentials = await loadCredentials(join(home, "credentials.json"), version === undefined);
    if (version === undefined) await initCluster({ binaries, runAs, home, password: credentials.ownerPassword, durable });
    const launch = async () => {
      await stopLeftover(data);
      const child = spawnGuarded(binaries, serverArguments(data, listen, durable), runAs, home);
      const server = new ServerProcess(child, { binaries, data, log });
      await server.ready().catch((cause: unknown) => {
        throw explain(cause, version);
      });
      return server;
    };
    return new EmbeddedPostgres({ log, listen, credentials, created: version === undefined, launch }, await launch());
  }

  get credentials(): Credentials {
    return this.cluster.credentials;
  }

  /** True where this start made the cluster. */
  get created(): boolean {
    return this.cluster.created;
  }

  /** Connection string of the superuser. */
  ownerUrl(database: string): string {
    return this.url(OWNER_ROLE, this.credentials.ownerPassword, database);
  }

  url(user: string, password: string, database: string): string {
    const { host, port } = this.cluster.listen;
    const account = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
    if (host.startsWith("/")) return `postgresql://${account}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
    return `postgresql://${account}@${host}:${port}/${database}`;
  }

  /** Fast shutdown; the process is gone when this resolves. Idempotent. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#reviving;
    await this.server.stop();
  }

  #watch(): void {
    void this.server.ended.then(() => {
      if (!this.#stop.signal.aborted) this.#reviving = this.#revive();
    });
  }

  /** Starts the server again on the same address, so that connections find it. What it had committed, it recovers. Never rejects. */
  async #revive(): Promise<void> {
    const { log, launch } = this.cluster;
    const { signal } = this.#stop;
    for (let retryMs = FIRST_RETRY_MS; !signal.aborted; retryMs = Math.min(2 * retryMs, LAST_RETRY_MS)) {
      try {
        this.server = await launch();
        log.info("postgres.restarted");
        this.#watch();
        return;
      } catch (error) {
        log.error("postgres.restart_failed", { error, retryMs });
        // An aborted wait is the end of the loop, not a failure.
        await sleep(retryMs, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }
}

async function prepare(home: string, binaries: PostgresBinaries): Promise<{ runAs: RunAs; listen: Listen }> {
  const socketFolder = join(home, "run");
  const loopback = !socketFits(socketFolder, SOCKET_PORT);
  await rm(socketFolder, { recursive: true, force: true });
  await mkdir(socketFolder, { recursive: true, mode: 0o700 });
  const runAs = await planRunAs([home, binaries.postgres]);
  await giveTo(runAs, home, socketFolder);
  return { runAs, listen: loopback ? { host: "127.0.0.1", port: await freePort() } : { host: socketFolder, port: SOCKET_PORT } };
}

function explain(cause: unknown, version: string | undefined): unknown {
  if (!(cause instanceof Error) || !/incompatible with server|not compatible with this version/.test(cause.message)) return cause;
  const message = `The data directory was made by PostgreSQL ${version}, and the embedded server is of another version. Start the earlier release once more, export, and import into a new data directory.`;
  return new AppError("storage.unavailable", { message, cause });
}
