import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A way to a server on loopback that can be cut, and closed for a while. */
export class Cuttable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Turns new connections away. */
  closed = false;
  /** Connections that were asked for so far. */
  asked = 0;
  /** What clients said, as they said it. */
  heard = "";

  private constructor(target: number) {
    this.#server = createServer((near) => {
      this.asked++;
      if (this.closed) return void near.destroy();
      const far = connect(target, "127.0.0.1");
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(socket);
        socket.on("close", () => {
          this.#sockets.delete(socket);
          other.destroy();
        });
        // One end that breaks closes the other.
        socket.on("error", () => other.destroy());
      }
      near.on("data", (chunk) => (this.heard += chunk.toString()));
      near.pipe(far).pipe(near);
    });
  }

  static async to(target: number): Promise<Cuttable> {
    const way = new Cuttable(target);
    await new Promise<void>((resolve) => way.#server.listen(0, "127.0.0.1", resolve));
    return way;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get open(): number {
    return this.#sockets.size / 2;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
