import type { AddressInfo } from "node:net";
import { createServer, connect as dial, type Server, type Socket } from "node:net";

/** The network between a gateway and Cloud, which can be cut. */
export class Line {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #isCut = false;
  #swallow = false;
  /** Connections that were made so far. */
  connections = 0;

  constructor(private readonly port: number) {
    this.#server = createServer((near) => this.#carry(near));
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From now on nothing comes through, and what was on its way is lost. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
    this.#swallow = false;
  }

  /** Requests get through, and the line is cut with the first byte of the next answer. */
  swallowNextAnswer(): void {
    this.#swallow = true;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #carry(near: Socket): void {
    this.connections++;
    if (this.#isCut) return void near.destroy();
    const far = dial(this.port, "127.0.0.1");
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    near.on("data", (bytes) => far.write(bytes));
    far.on("data", (bytes) => {
      if (this.#swallow) this.cut();
      else near.write(bytes);
    });
  }
}
