import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock, Log } from "@open-cowork/core/kernel";
import { AppError } from "@open-cowork/shared";
import { MalformedRequests } from "./malformed-requests.js";

/** A request line and headers must be here by then (slow-loris). Bodies have deadlines of their own, and answers, streams above all, have none. */
const HEADERS_TIMEOUT_MS = 15_000;
/** Longer than the idle time of common proxies (60 s), so that they close first and no request meets a closing connection. */
const KEEP_ALIVE_MS = 75_000;
/** While stopping, connections that have become idle are closed this often. */
const IDLE_SWEEP_MS = 50;
/** How often it is looked for. */
const CHECK_MS = 5_000;
const MAX_HEADER_BYTES = 16 * 1024;

const LIMITS: ServerOptions = {
  headersTimeout: HEADERS_TIMEOUT_MS,
  connectionsCheckingInterval: CHECK_MS,
  requestTimeout: 0,
  keepAliveTimeout: KEEP_ALIVE_MS,
  maxHeaderSize: MAX_HEADER_BYTES,
  noDelay: true,
  // A missing Host is refused by the pipeline, with a problem document.
  requireHostHeader: false,
};

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
    const malformed = new MalformedRequests();
    const onRequest = (req: IncomingMessage, res: ServerResponse) => {
      malformed.watch(req, res);
      handler(req, res);
    };
    this.#server = createServer(LIMITS, onRequest);
    this.#server.on("clientError", (error, socket) => malformed.refuse(error, socket));
    this.#server.on("connect", (_req, socket) => malformed.refuseTunnel(socket));
    // An expectation that is not known may be ignored (RFC 9110 section 10.1.1). Upgrades are not spoken: without a listener Node hands them to the handler too.
    this.#server.on("checkExpectation", onRequest);
    // Whoever reads the body asks for it first.
    this.#server.on("checkContinue", onRequest);
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
