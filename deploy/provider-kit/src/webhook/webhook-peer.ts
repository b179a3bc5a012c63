import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type ChatPerson, type Conversation, newId } from "@open-cowork/shared";
import { Webhook } from "standardwebhooks";
import { z } from "zod";
import type { PlatformFault, SeenMessage, SimulatedPlatform } from "../platform.js";
import { PeerFeed } from "./peer-feed.js";

const conversationSchema = z.object({ chat: z.string(), topic: z.string().optional(), kind: z.string() });
const buttons = z.array(z.object({ label: z.string(), value: z.string(), style: z.string() }));
/** Requests as docs/channels/webhook.md describes them, read by somebody who knows nothing else. */
const requestSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("message.created"),
    conversation: conversationSchema,
    text: z.string(),
    format: z.literal("markdown"),
    buttons,
    replyTo: z.string().optional(),
    file: z.object({ name: z.string(), mime: z.string(), bytes: z.number(), content: z.string() }).optional(),
  }),
  z.object({
    type: z.literal("message.updated"),
    message: z.string(),
    conversation: conversationSchema,
    text: z.string(),
    format: z.literal("markdown"),
    buttons,
  }),
  z.object({ type: z.literal("typing"), conversation: conversationSchema }),
  z.object({ type: z.literal("press.acknowledged"), press: z.string(), text: z.string().optional() }),
]);
type PeerRequest = z.infer<typeof requestSchema>;

interface Shown extends SeenMessage {
  room: string;
  /** webhook-id of the request that made it. */
  of: string;
}

export interface WebhookPeerOptions {
  /** `whsec_…` of both sides. */
  secret: string;
  /** Where people's messages go. */
  target(): string;
}

/** The other side of the signed bridge: a program with people in it, on a loopback address of its own, that uses the reference library of Standard Webhooks. */
export class WebhookPeer implements SimulatedPlatform {
  readonly people = { ann: person("p-1", "Ann"), bob: person("p-2", "Bob"), stranger: person("p-3", "Eve") };
  readonly #shown: Shown[] = [];
  readonly #contents = new Map<string, Uint8Array>();
  readonly #calls: { method: string; at: number }[] = [];
  readonly #names = new Map<string, { name: string; handle: string }>();
  readonly #feed: PeerFeed;
  readonly #server: Server;
  readonly #webhook: Webhook;
  #fault: { fault: PlatformFault; times: number } | undefined;
  /** Requests that were not signed as they should be; there are none of a provider that does its work. */
  refused = 0;

  private constructor({ secret, target }: WebhookPeerOptions) {
    this.#webhook = new Webhook(secret);
    this.#feed = new PeerFeed(this.#webhook, target);
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  static async start(options: WebhookPeerOptions): Promise<WebhookPeer> {
    const peer = new WebhookPeer(options);
    await new Promise<void>((resolve) => peer.#server.listen(0, "127.0.0.1", resolve));
    return peer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/messages`;
  }

  async close(): Promise<void> {
    await this.#feed.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  direct({ id }: ChatPerson): Conversation {
    return { chat: `chat-of-${id}`, kind: "direct" };
  }
  shared(): Conversation {
    return { chat: "room", topic: "topic", kind: "shared" };
  }

  async say(who: ChatPerson, to: Conversation, { text, files = [] }: Parameters<SimulatedPlatform["say"]>[2]): Promise<void> {
    const offered = files.map(({ name, mime, bytes }) => {
      const id = newId();
      this.#contents.set(id, bytes);
      return { name, mime, bytes: bytes.length, url: new URL(`/files/${id}`, this.url).href };
    });
    this.#feed.add({ type: "message", conversation: to, person: this.#now(who), text, files: offered, message: newId(), addressed: true });
  }
  async chatter(who: ChatPerson, to: Conversation, text: string): Promise<void> {
    this.#feed.add({ type: "message", conversation: to, person: this.#now(who), text });
  }
  async rename({ id }: ChatPerson, to: { name: string; handle: string }): Promise<void> {
    this.#names.set(id, to);
  }
  async press(who: ChatPerson, to: Conversation, message: string, value: string): Promise<void> {
    this.#feed.add({ type: "press", conversation: to, person: this.#now(who), value, message });
  }
  async redeliver(): Promise<void> {
    this.#feed.redeliver();
  }
  unacknowledged(): number {
    return this.#feed.unacknowledged;
  }
  messages(conversation: Conversation): SeenMessage[] {
    return this.#shown.filter(({ room }) => room === roomOf(conversation));
  }
  async remove(_conversation: Conversation, messageId: string): Promise<void> {
    const at = this.#shown.findIndex(({ id }) => id === messageId);
    if (at >= 0) this.#shown.splice(at, 1);
  }
  async loseFiles(): Promise<void> {
    this.#contents.clear();
  }
  fault(fault: PlatformFault, times = 1): void {
    // It shows Markdown as it comes, so nothing is malformed for it.
    this.#fault = fault.kind === "malformed" ? undefined : { fault, times };
  }
  calls(): { method: string; at: number }[] {
    return [...this.#calls];
  }
  forge(how: "unsigned" | "wrong" | "stale" | "replayed"): Promise<number> {
    return this.#feed.forge(how, { type: "message", conversation: this.direct(this.people.stranger), person: this.people.stranger, text: "let me in" });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", this.url);
    if (request.method === "GET") return this.#serve(pathname.replace("/files/", ""), response);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const genuine = this.#verified(Buffer.concat(chunks), request);
    if (!genuine) return void response.writeHead(401).end();
    this.#calls.push({ method: genuine.type, at: performance.now() });
    const fault = genuine.type.startsWith("message.") ? this.#take() : undefined;
    if (fault && fault.kind !== "silent") return answerFault(fault, response);
    const [status, message] = this.#do(genuine, request.headers["webhook-id"] as string);
    if (!fault) response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(message === undefined ? {} : { message }));
  }

  #verified(body: Buffer, request: IncomingMessage): PeerRequest | undefined {
    try {
      return requestSchema.parse(this.#webhook.verify(body, request.headers as Record<string, string>));
    } catch {
      this.refused += 1;
      return undefined;
    }
  }

  /** @returns The status, and the id of the message. */
  #do(request: PeerRequest, webhookId: string): [number, string?] {
    if (request.type === "typing" || request.type === "press.acknowledged") return [204];
    const { text, buttons: shown, conversation } = request;
    if (request.type === "message.updated") {
      const message = this.#shown.find(({ id }) => id === request.message);
      if (!message) return [404];
      Object.assign(message, { text, source: text, buttons: shown, edits: message.edits + 1 });
      return [200, message.id];
    }
    // The same id is the same message, with what it says now.
    const known = this.#shown.find(({ of }) => of === webhookId);
    const id = known?.id ?? newId();
    const { file } = request;
    const files = file ? [{ name: file.name, bytes: new Uint8Array(Buffer.from(file.content, "base64")) }] : [];
    if (known) Object.assign(known, { text, source: text, buttons: shown, files });
    else this.#shown.push({ id, text, source: text, buttons: shown, files, edits: 0, room: roomOf(conversation), of: webhookId });
    return [known ? 200 : 201, id];
  }

  #serve(id: string, response: ServerResponse): void {
    const content = this.#contents.get(id);
    if (content) response.writeHead(200, { "content-type": "application/octet-stream", "content-length": content.length }).end(content);
    else response.writeHead(410).end();
  }

  #take(): PlatformFault | undefined {
    const next = this.#fault;
    if (!next) return undefined;
    next.times -= 1;
    if (next.times <= 0) this.#fault = undefined;
    return next.fault;
  }

  #now(who: ChatPerson): ChatPerson {
    return { ...who, ...this.#names.get(who.id) };
  }
}

function answerFault(fault: PlatformFault, response: ServerResponse): void {
  if (fault.kind === "rate-limited") response.writeHead(429, { "retry-after": String(Math.ceil(fault.retryAfterMs / 1_000)) }).end();
  else response.writeHead(fault.kind === "unauthorised" ? 401 : fault.kind === "gone" ? 410 : 503).end();
}

function person(id: string, name: string): ChatPerson {
  return { id, name, handle: name.toLowerCase() };
}

function roomOf({ chat, topic }: Pick<Conversation, "chat" | "topic">): string {
  return JSON.stringify([chat, topic]);
}
