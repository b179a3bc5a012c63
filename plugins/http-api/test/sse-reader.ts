import { type ClientRequest, type IncomingMessage, request } from "node:http";

/** A reader of one event stream that keeps the raw bytes. */
export class SseReader {
  #text = "";
  #ended = false;
  readonly #waiters = new Set<() => void>();

  private constructor(
    readonly response: IncomingMessage,
    private readonly outgoing: ClientRequest,
  ) {
    response.setEncoding("utf8");
    response.on("data", (chunk: string) => this.#changed(() => (this.#text += chunk)));
    for (const event of ["end", "error", "close"]) response.on(event, () => this.#changed(() => (this.#ended = true)));
  }

  static open(url: string, headers: Record<string, string>): Promise<SseReader> {
    return new Promise((resolve, reject) => {
      const outgoing = request(url, { headers: { accept: "text/event-stream", ...headers }, agent: false }, (response) =>
        resolve(new SseReader(response, outgoing)),
      );
      outgoing.on("error", reject);
      outgoing.end();
    });
  }

  get text(): string {
    return this.#text;
  }
  get ended(): boolean {
    return this.#ended;
  }
  /** `event:` of each frame so far. */
  get kinds(): string[] {
    return [...this.#text.matchAll(/^event: (.*)$/gm)].map(([, kind]) => kind!);
  }
  get ids(): string[] {
    return [...this.#text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id!);
  }
  get data(): unknown[] {
    return [...this.#text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json!));
  }

  /** Resolves when `done` holds; fails when the stream ends first. */
  async until(done: (reader: this) => boolean): Promise<void> {
    while (!done(this)) {
      if (this.#ended) throw new Error(`the stream ended after ${JSON.stringify(this.#text)}`);
      await new Promise<void>((resolve) => this.#waiters.add(resolve));
    }
  }

  async end(): Promise<void> {
    while (!this.#ended) await new Promise<void>((resolve) => this.#waiters.add(resolve));
  }

  /** Stops reading without closing. */
  pause(): void {
    this.response.pause();
  }

  close(): void {
    this.outgoing.destroy();
  }

  #changed(change: () => void): void {
    change();
    for (const waiter of [...this.#waiters]) {
      this.#waiters.delete(waiter);
      waiter();
    }
  }
}
