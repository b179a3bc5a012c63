import { Buffer } from "node:buffer";

export interface Listen {
  /** Folder of the Unix socket, or the loopback address. */
  host: string;
  port: number;
}

/** Longest path that every system takes for a Unix socket (macOS 104 with its end, Linux 108). */
const MAX_SOCKET_PATH = 103;

export function socketFits(folder: string, port: number): boolean {
  return process.platform !== "win32" && Buffer.byteLength(`${folder}/.s.PGSQL.${port}`) <= MAX_SOCKET_PATH;
}

/** Command line of the server. Settings live here and not in the data directory, so that a new version of the product may change them. */
export function serverArguments(data: string, { host, port }: Listen, durable: boolean): string[] {
  const socket = host.startsWith("/");
  const settings: Record<string, string | number> = {
    listen_addresses: socket ? "" : host,
    unix_socket_directories: socket ? host : "",
    unix_socket_permissions: "0700",
    port,
    max_connections: 60,
    shared_buffers: "128MB",
    max_wal_size: "1GB",
    checkpoint_timeout: "15min",
    // One server, no replicas: less to write for each commit.
    wal_level: "minimal",
    max_wal_senders: 0,
    wal_buffers: "16MB",
    random_page_cost: 1.1,
    // Every statement here is small; compiling one costs more than running it.
    jit: "off",
    log_min_messages: "warning",
    log_checkpoints: "off",
    lc_messages: "C",
    password_encryption: "scram-sha-256",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}
