import { type AppError, ERROR_CODES, ERROR_KINDS, type ErrorCode, event, type NewEvent, type SessionEvent, type SessionSummary } from "@open-cowork/shared";

const ADA = { kind: "person", id: "ada", name: "Ada" } as const;

export function aSummary(over: Partial<SessionSummary> = {}): SessionSummary {
  return {
    ...{ id: "s1", title: "Thread", status: "idle", pinned: false, archived: false, deleted: false, tags: [], activeRun: null },
    ...{ attention: 0, headSeq: 1, createdAt: 1, activeAt: 1 },
    ...over,
  };
}

export const some = {
  created: (title = "Thread") => event("session.created", { title, by: ADA }),
  queued: (command: string, text = "Hello") => event("run.queued", { message: `m-${command}`, text, by: ADA, command }, `r-${command}`),
  text: (text: string) => event("text.appended", { message: "m", part: "p", text }, "r"),
};

/** One stream that a client has open. */
export class FakeStream {
  readonly #encoder = new TextEncoder();
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  cancelled = false;
  /** The client gave the request up. */
  aborted = false;
  readonly body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      this.#controller = controller;
    },
    cancel: () => {
      this.cancelled = true;
    },
  });

  constructor(
    readonly url: URL,
    readonly headers: Headers,
  ) {}

  send(text: string): void {
    this.#controller.enqueue(this.#encoder.encode(text));
  }
  sendBytes(bytes: Uint8Array): void {
    this.#controller.enqueue(bytes);
  }
  events(...events: SessionEvent[]): void {
    this.send(events.map((one) => `id: ${one.seq}\nevent: ${one.kind}\ndata: ${JSON.stringify(one)}\n\n`).join(""));
  }
  message(data: { type: string } & Record<string, unknown>, id?: string): void {
    this.send(`${id === undefined ? "" : `id: ${id}\n`}event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`);
  }
  end(): void {
    this.#controller.close();
  }
  break(): void {
    this.#controller.error(new TypeError("terminated"));
  }
}

/** Answers requests by hand: JSON by method and path, streams kept for the test to write into. */
export class FakeServer {
  readonly requests: { method: string; path: string; body: unknown; headers: Headers }[] = [];
  readonly streams: FakeStream[] = [];
  readonly answers = new Map<string, (body: unknown) => unknown>();
  /** While set, every request fails with it: nothing (the network is down), or a problem. */
  down: "network" | ErrorCode | undefined;

  on(route: string, answer: (body: unknown) => unknown): this {
    this.answers.set(route, answer);
    return this;
  }

  get stream(): FakeStream {
    return this.streams.at(-1)!;
  }

  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(String(input), "http://cowork.test");
    const headers = new Headers(init.headers);
    const path = url.pathname.replace("/api/v1", "");
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    this.requests.push({ method: init.method ?? "GET", path, body, headers });
    init.signal?.throwIfAborted();
    if (this.down === "network") throw new TypeError("fetch failed");
    if (this.down) return problem(this.down);
    if (headers.get("accept") === "text/event-stream") return this.#open(url, headers, init.signal ?? undefined);
    const answer = this.answers.get(`${init.method} ${path}`);
    if (!answer) return problem("request.route_unknown");
    try {
      const value = await answer(body);
      return value === undefined ? new Response(null, { status: 204 }) : Response.json(value);
    } catch (error) {
      return problem((error as AppError).code);
    }
  };

  #open(url: URL, headers: Headers, signal: AbortSignal | undefined): Response {
    const stream = new FakeStream(url, headers);
    this.streams.push(stream);
    signal?.addEventListener("abort", () => {
      stream.aborted = true;
      if (!stream.cancelled) stream.break();
    });
    return new Response(stream.body, { headers: { "content-type": "text/event-stream" } });
  }
}

export function problem(code: ErrorCode, more: Record<string, unknown> = {}): Response {
  const [kind, title] = ERROR_CODES[code];
  const status = ERROR_KINDS[kind];
  return new Response(JSON.stringify({ type: `urn:open-cowork:problem:${code}`, title, status, code, detail: title, ...more }), {
    status,
    headers: { "content-type": "application/problem+json" },
  });
}

/** A session whose log the test writes. */
export class FakeSession {
  readonly events: SessionEvent[] = [];

  constructor(
    private readonly server: FakeServer,
    first: NewEvent[] = [some.created()],
  ) {
    for (const one of first) this.append(one);
    server.on("GET /sessions/s1/view", () => ({ session: aSummary({ headSeq: this.events.length }), view: null, events: this.events }));
  }

  append(one: NewEvent): SessionEvent {
    const full = { ...one, seq: this.events.length + 1, at: 1_000, epoch: 1 } as SessionEvent;
    this.events.push(full);
    return full;
  }
  /** Appends and streams. */
  say(one: NewEvent): void {
    this.server.stream.events(this.append(one));
  }
}
