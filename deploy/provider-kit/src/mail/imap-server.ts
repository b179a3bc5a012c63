import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { ImapSession, type ImapSessionOptions } from "./imap-session.js";

const CAPABILITIES = "IMAP4rev1 LITERAL+ SASL-IR AUTH=PLAIN ID NAMESPACE IDLE UIDPLUS";

export interface ImapServerOptions extends Pick<ImapSessionOptions, "store" | "user" | "password" | "called"> {
  /** Default: literals without waiting, `AUTHENTICATE PLAIN` and `IDLE`. */
  capabilities?: string;
}

/** An IMAP server on loopback. */
export class ImapServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Closes each new connection at once, before a greeting. */
  refusing = false;
  /** Connections so far. */
  connections = 0;
  /** Sign-ins succeed with it; changed when a password is. */
  password: string;

  private constructor(options: ImapServerOptions) {
    this.password = options.password;
    this.#server = createServer((socket) => {
      this.connections++;
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      if (this.refusing) return void socket.destroy();
      socket.setNoDelay(true);
      new ImapSession(socket, { capabilities: CAPABILITIES, ...options, password: this.password });
    });
  }

  static async start(options: ImapServerOptions): Promise<ImapServer> {
    const server = new ImapServer(options);
    await new Promise<void>((resolve, reject) => {
      server.#server.once("error", reject);
      server.#server.listen(0, "127.0.0.1", resolve);
    });
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections that are open. */
  get open(): number {
    return this.#sockets.size;
  }

  /** Cuts all connections. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
