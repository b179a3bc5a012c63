import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Clock, Log } from "@open-cowork/core/kernel";
import { AppError, ERROR_CODES, type ErrorCode } from "@open-cowork/shared";

/** A request line and headers must be here by then (slow-loris). Bodies have deadlines of their own, and answers, streams above all, have none. */
const HEADERS_TIMEOUT_MS = 15_000;
/** Longer than the idle time of common proxies (60 s), so that they close first and no request meets a closing connection. */
const KEEP_ALIVE_MS = 75_000;
/** While stopping, connections that have become idle are closed this often. */
const IDLE_SWEEP_MS = 50;
const MAX_HEADER_BYTES = 16 * 1024;

export interface ListenerOptions {
  host: string;
  port: number;
  log: Log;
  clock: Clock;
}

/** The TCP side: limits that protect the process, listening, and the orderly stop. */
export class Listener {
  readonly #server: Server;
  readonly #options: ListenerOptions;
  #address: { host: string; port: number } | undefined;

  constructor(handler: (req: IncomingMessage, res: ServerResponse) => void, options: ListenerOptions) {
    this.#options = options;
    this.#server = createServer(
      { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS, maxHeaderSize: MAX_HEADER_BYTES, noDelay: true },
      handler,
    );
    this.#server.on("clientError", refuseMalformed);
    // CONNECT and protocol upgrades are not spoken here; without a listener Node would leave an upgrade to the request handler, which is right, and close CONNECT.
  }

  address(): { host: string; port: number } | undefined {
    return this.#address;
  }

  /** @throws AppError `host.port_in_use` */
  async start(): Promise<void> {
    const { host, port } = this.#options;
    await new Promise<void>((resolve, reject) => {
      const onError = (cause: NodeJS.ErrnoException) => reject(listenError(cause, host, port));
      this.#server.once("error", onError);
      this.#server.listen({ host, port, backlog: 4096 }, () => {
        this.#server.off("error", onError);
        this.#server.on("error", (error) => this.#options.log.error("http.server_error", { error }));
        resolve();
      });
    });
    const { port: bound } = this.#server.address() as AddressInfo;
    this.#address = { host, port: bound };
    this.#options.log.info("http.listening", { host, port: bound });
  }

  /** Stops accepting, lets requests in flight finish for `deadlineMs`, then cuts what is left. */
  async stop(deadlineMs: number): Promise<void> {
    this.#address = undefined;
    if (!this.#server.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    const { clock } = this.#options;
    let cancelSweep: () => void = () => undefined;
    // A connection whose last request ends now would stay open for another one that may never come.
    const sweep = () => {
      this.#server.closeIdleConnections();
      cancelSweep = clock.after(IDLE_SWEEP_MS, sweep);
    };
    sweep();
    const cancelDeadline = clock.after(deadlineMs, () => this.#server.closeAllConnections());
    await closed;
    cancelSweep();
    cancelDeadline();
  }
}

function listenError(cause: NodeJS.ErrnoException, host: string, port: number): AppError {
  if (cause.code === "EADDRINUSE")
    return new AppError("host.port_in_use", { message: `Port ${port} on ${host} is in use by another program.`, details: { host, port }, cause });
  if (cause.code === "EADDRNOTAVAIL" || cause.code === "EACCES" || cause.code === "ENOTFOUND")
    return new AppError("config.invalid", { message: `Cannot listen on ${host}:${port} (${cause.code}).`, details: { host, port }, cause });
  return new AppError("internal", { cause });
}

/** What cannot be parsed as HTTP still gets a problem document, where the socket takes one. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const [status, reason, code]: [number, string, ErrorCode] =
    error.code === "HPE_HEADER_OVERFLOW"
      ? [431, "Request Header Fields Too Large", "request.too_large"]
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? [408, "Request Timeout", "request.invalid"]
        : [400, "Bad Request", "request.invalid"];
  const body = JSON.stringify({ type: `urn:open-cowork:problem:${code}`, title: ERROR_CODES[code][1], status, code });
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\ncontent-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
