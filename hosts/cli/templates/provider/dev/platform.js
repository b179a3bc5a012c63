import { createServer } from "node:http";
import { text } from "node:stream/consumers";

/** Longest text of a message. */
const MAX_TEXT = 4_000;
/** What was handed out and not confirmed is handed out again after this time. */
const AGAIN_MS = 30_000;

/** A tiny chat platform on loopback, in memory: what the provider talks to until it talks to the real one. */
export class DevPlatform {
  #server = createServer((request, response) => this.#answer(request, response).catch((error) => response.destroy(error)));
  #token;
  #changed;
  #chats = new Map();
  /** Unconfirmed ones by id; `handedAt` is when somebody got it. */
  #updates = new Map();
  #last;
  #waiting = new Set();
  #faults = [];
  #ids = 0;
  calls = [];

  /** @param {{ token: string; changed?: (chat: string, message: { id: string; text: string; edits: number }) => void }} options */
  constructor({ token, changed = () => undefined }) {
    this.#token = token;
    this.#changed = changed;
  }

  async listen(port = 0) {
    await new Promise((resolve, reject) => this.#server.once("error", reject).listen(port, "127.0.0.1", resolve));
    return `http://127.0.0.1:${this.#server.address().port}`;
  }
  async close() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Makes a chat; without it there is nobody to talk to. */
  open(chat) {
    if (!this.#chats.has(chat)) this.#chats.set(chat, []);
    return this.#chats.get(chat);
  }
  say(chat, person, said) {
    this.open(chat);
    const id = `u${++this.#ids}`;
    this.#last = { id, chat, person, text: said, at: Date.now(), message: `m${this.#ids}` };
    this.#add(this.#last);
  }
  /** Its last update comes again. */
  redeliver() {
    if (this.#last) this.#add(this.#last);
  }
  unconfirmed() {
    return this.#updates.size;
  }
  /** The next requests that send or change a message go wrong that way. */
  fault(fault, times) {
    this.#faults = Array(times).fill(fault);
  }

  #add(update) {
    this.#updates.set(update.id, { update, handedAt: undefined });
    for (const wake of this.#waiting) wake();
  }

  async #answer(request, response) {
    const reply = (status, body = {}, headers = {}) => response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    const method = (request.url ?? "").slice(1);
    const body = JSON.parse(await text(request));
    this.calls.push({ method, at: performance.now() });
    if (request.headers.authorization !== `Bearer ${this.#token}`) return reply(401);
    const fault = method === "send" || method === "edit" ? this.#faults.shift() : undefined;
    if (fault?.kind === "rate-limited") return reply(429, {}, { "retry-after": String(fault.retryAfterMs / 1_000) });
    const status = { broken: 503, unauthorised: 401, gone: 410 }[fault?.kind];
    if (status) return reply(status);
    const [code, answer] = await this.#do(method, body, response);
    if (fault?.kind !== "silent") reply(code, answer);
  }

  async #do(method, body, response) {
    switch (method) {
      case "connect":
        for (const entry of this.#updates.values()) entry.handedAt = undefined;
        return [200, { handle: "cowork" }];
      case "updates":
        return [200, { updates: await this.#handOut(body.waitMs, response) }];
      case "confirm":
        this.#updates.delete(body.id);
        return [200];
      case "typing":
        return [this.#chats.has(body.chat) ? 200 : 404];
      case "send":
      case "edit":
        return this.#write(method, body);
      default:
        return [404];
    }
  }

  #write(method, { chat, key, message, text: said }) {
    const messages = this.#chats.get(chat);
    const known = messages?.find((each) => (method === "send" ? each.key === key : each.id === message));
    if (!messages || (method === "edit" && !known)) return [404];
    if (typeof said !== "string" || said.trim() === "" || said.length > MAX_TEXT) return [400];
    if (method === "edit" && known.text !== said) Object.assign(known, { text: said, edits: known.edits + 1 });
    const shown = known ?? { id: `m${++this.#ids}`, key, text: said, edits: 0 };
    if (!known) messages.push(shown);
    this.#changed(chat, shown);
    return [200, { message: shown.id }];
  }

  async #handOut(waitMs, response) {
    const due = () => [...this.#updates.values()].filter(({ handedAt }) => handedAt === undefined || Date.now() - handedAt > AGAIN_MS);
    if (due().length === 0) {
      const { promise, resolve } = Promise.withResolvers();
      this.#waiting.add(resolve);
      const timer = setTimeout(resolve, waitMs);
      response.once("close", resolve);
      await promise;
      clearTimeout(timer);
      this.#waiting.delete(resolve);
    }
    // Who hung up must not be given what somebody else waits for.
    const handed = response.destroyed ? [] : due();
    for (const entry of handed) entry.handedAt = Date.now();
    return handed.map(({ update }) => update);
  }
}
