import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ChatProvider } from "@open-cowork/core/transport";

/** An address on loopback whose requests reach the webhook of a provider byte for byte, as a host passes them on. */
export class WebhookReceiver {
  readonly #server: Server;

  private constructor(private readonly target: () => ChatProvider | undefined) {
    this.#server = createServer((request, response) => {
      this.#pass(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  /** @param target The provider that lives now; without one requests get 503, as from a host that has not started yet. */
  static async open(target: () => ChatProvider | undefined): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver(target);
    await new Promise<void>((resolve) => receiver.#server.listen(0, "127.0.0.1", resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const provider = this.target();
    const limit = provider?.capabilities.webhook?.maxBytes;
    if (!provider?.webhook || limit === undefined) return void response.writeHead(503).end();
    if (body.length > limit) return void response.writeHead(413).end();
    const { searchParams } = new URL(request.url ?? "/", this.url);
    const answer = await provider.webhook({
      method: request.method ?? "",
      headers: request.headers as Record<string, string | undefined>,
      query: Object.fromEntries(searchParams),
      body,
      remote: request.socket.remoteAddress ?? "",
    });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }
}
