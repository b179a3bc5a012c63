import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
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

/** A Postgres server of this process's own, started from npm binaries, that never outlives it. */
export class EmbeddedPostgres {
  private constructor(
    private readonly server: ServerProcess,
    private readonly listen: Listen,
    readonly credentials: Credentials,
    /** True where this start made the cluster. */
    readonly created: boolean,
  ) {}

  /** @throws AppError `storage.unavailable`, with what to do */
  static async start({ home, log, durable = true }: EmbeddedOptions): Promise<EmbeddedPostgres> {
    const binaries = await findBinaries();
    const data = join(home, "data");
    const version = await dataVersion(data);
    if (version !== undefined) await stopLeftover(data);
    const { runAs, listen } = await prepare(home, binaries);
    const credentials = await loadCredentials(join(home, "credentials.json"), version === undefined);
    if (version === undefined) await initCluster({ binaries, runAs, home, password: credentials.ownerPassword, durable });
    const child = spawnGuarded(binaries, serverArguments(data, listen, durable), runAs, home);
    const server = new ServerProcess(child, { binaries, data, log });
    await server.ready().catch((cause: unknown) => {
      throw explain(cause, version);
    });
    return new EmbeddedPostgres(server, listen, credentials, version === undefined);
  }

  /** Connection string of the superuser. */
  ownerUrl(database: string): string {
    return this.url(OWNER_ROLE, this.credentials.ownerPassword, database);
  }

  url(user: string, password: string, database: string): string {
    const { host, port } = this.listen;
    const account = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
    if (host.startsWith("/")) return `postgresql://${account}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
    return `postgresql://${account}@${host}:${port}/${database}`;
  }

  /** Resolves when the server is gone. */
  get ended(): Promise<void> {
    return this.server.ended;
  }

  /** Fast shutdown; the process is gone when this resolves. Idempotent. */
  stop(): Promise<void> {
    return this.server.stop();
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
  const message = `The data directory was made by PostgreSQL ${version}, and the embedded one is newer. Start the earlier release once more, export, and import into a new data directory.`;
  return new AppError("storage.unavailable", { message, cause });
}
