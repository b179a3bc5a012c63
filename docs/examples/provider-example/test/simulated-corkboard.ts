import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { PlatformFault, SeenMessage, SimulatedPlatform } from "@open-cowork/provider-kit";
import type { ChatPerson, Conversation } from "@open-cowork/shared";

export const TOKEN = "corkboard-token-of-the-simulator";
/** An event that is not acknowledged is given out again after this time. */
const AGAIN_MS = 20;
/** How long a request for events waits for one; on the real server some seconds. */
const WAIT_MS = 100;
const MAX_TEXT = 2_000;

interface WaitingEvent {
  id: string;
  givenAt: number;
  [field: string]: unknown;
}

/** A Corkboard server on loopback with people in front of it: the protocol as the real one speaks it, and nothing of the provider. */
export class SimulatedCorkboard implements SimulatedPlatform {
  readonly people = { ann: person("1001", "Ann"), bob: person("1002", "Bob"), stranger: person("1003", "Eve") };
  readonly #notes: (SeenMessage & { board: string; key: string })[] = [];
  readonly #calls: { method: string; at: number }[] = [];
  readonly #waiting = new Map<string, WaitingEvent>();
  readonly #polls = new Set<() => void>();
  readonly #server: Server;
  #last: WaitingEvent | undefined;
  #fault: { fault: PlatformFault; times: number } | undefined;
  #count = 0;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  static async start(): Promise<SimulatedCorkboard> {
    const board = new SimulatedCorkboard();
    await new Promise<void>((resolve) => board.#server.listen(0, "127.0.0.1", resolve));
    return board;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  direct({ id }: ChatPerson): Conversation {
    return { chat: `board-of-${id}`, kind: "direct" };
  }
  shared(): Conversation {
    return { chat: "team-board", kind: "shared" };
  }
  async say(who: ChatPerson, to: Conversation, { text }: { text: string }): Promise<void> {
    this.#pin(who, to, text, true);
  }
  async chatter(who: ChatPerson, to: Conversation, text: string): Promise<void> {
    this.#pin(who, to, text, false);
  }
  async redeliver(): Promise<void> {
    if (this.#last) this.#give({ ...this.#last, givenAt: 0 });
  }
  unacknowledged(): number {
    return this.#waiting.size;
  }
  messages({ chat }: Conversation): SeenMessage[] {
    return this.#notes.filter(({ board }) => board === chat);
  }
  async remove(_conversation: Conversation, messageId: string): Promise<void> {
    this.#notes.splice(
      this.#notes.findIndex(({ id }) => id === messageId),
      1,
    );
  }
  fault(fault: PlatformFault, times = 1): void {
    this.#fault = fault.kind === "malformed" ? undefined : { fault, times };
  }
  async interrupt(): Promise<void> {
    this.#server.closeAllConnections();
  }
  calls(): { method: string; at: number }[] {
    return [...this.#calls];
  }

  #pin(who: ChatPerson, to: Conversation, text: string, mentionsUs: boolean): void {
    const id = `e${++this.#count}`;
    const board = { id: to.chat, kind: to.kind };
    this.#last = { id, board, author: who, note: `n${this.#count}`, text, mentionsUs, at: Date.now(), givenAt: 0 };
    this.#give(this.#last);
  }

  #give(event: WaitingEvent): void {
    this.#waiting.set(event.id, event);
    for (const answer of this.#polls) answer();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname } = new URL(request.url ?? "/", this.url);
    const [, area = "", id = "", , note = ""] = pathname.split("/").map(decodeURIComponent);
    this.#calls.push({ method: `${request.method} ${area}`, at: performance.now() });
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return end(response, 401);
    if (area === "me") return end(response, 200, { name: "Cowork", handle: "cowork" });
    if (area === "events" && request.method === "GET") return this.#poll(response);
    if (area === "events") return end(response, this.#waiting.delete(id) ? 204 : 404);
    const fault = this.#take();
    if (fault && fault.kind !== "silent") return endBadly(response, fault);
    const body = JSON.parse(Buffer.concat(chunks).toString());
    const [status, answer] = request.method === "POST" ? this.#post(id, body) : this.#change(id, note, body);
    if (!fault) end(response, status, answer);
  }

  /** Answers as soon as there is something, else with nothing after a while. */
  #poll(response: ServerResponse, until = performance.now() + WAIT_MS): void {
    const now = performance.now();
    const events = [...this.#waiting.values()].filter(({ givenAt }) => givenAt === 0 || now - givenAt > AGAIN_MS);
    if (events.length > 0 || now > until) {
      for (const event of events) event.givenAt = now;
      end(response, 200, events);
      return;
    }
    const again = () => {
      clearTimeout(timer);
      this.#polls.delete(again);
      // Nothing is given to a connection that is gone.
      if (!response.destroyed) this.#poll(response, until);
    };
    const timer = setTimeout(again, AGAIN_MS);
    this.#polls.add(again);
  }

  #post(board: string, { text, key }: { text: string; key: string }): [number, unknown?] {
    if (text.length > MAX_TEXT) return [400];
    const known = this.#notes.find((note) => note.board === board && note.key === key);
    if (known) return [200, { note: known.id }];
    const id = `n${++this.#count}`;
    this.#notes.push({ id, board, key, text, source: text, buttons: [], files: [], edits: 0 });
    return [201, { note: id }];
  }

  #change(board: string, id: string, { text }: { text: string }): [number] {
    if (text.length > MAX_TEXT) return [400];
    const note = this.#notes.find((one) => one.board === board && one.id === id);
    if (!note) return [404];
    Object.assign(note, { text, source: text, edits: note.edits + 1 });
    return [204];
  }

  #take(): PlatformFault | undefined {
    const next = this.#fault;
    if (!next) return undefined;
    next.times -= 1;
    if (next.times <= 0) this.#fault = undefined;
    return next.fault;
  }
}

function end(response: ServerResponse, status: number, body?: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(body === undefined ? "" : JSON.stringify(body));
}

function endBadly(response: ServerResponse, fault: PlatformFault): void {
  if (fault.kind === "rate-limited") response.writeHead(429, { "retry-after": String(Math.ceil(fault.retryAfterMs / 1_000)) }).end();
  else end(response, fault.kind === "unauthorised" ? 401 : fault.kind === "gone" ? 410 : 503);
}

function person(id: string, name: string): ChatPerson {
  return { id, name, handle: name.toLowerCase() };
}
