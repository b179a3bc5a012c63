import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { WebhookAnswer, WebhookRequest } from "@open-cowork/core/transport";
import type { ChatPerson, Conversation } from "@open-cowork/shared";
import { WebSocketServer } from "ws";
import type { PlatformFault, SeenMessage, SimulatedPlatform } from "../platform.js";
import { EventFeed, type SlackEnvelope, signed } from "./event-feed.js";
import { answerFault, Faults } from "./faults.js";
import { Files } from "./files.js";
import { Rooms } from "./rooms.js";
import { WebApi } from "./web-api.js";
import { BOT, directOf, ROOM, TEAM, userOf } from "./workspace.js";

export const SLACK_SECRETS = {
  botToken: "xoxb-simulated-bot-token-1",
  appToken: "xapp-simulated-app-token-1",
  signingSecret: "5b1a3c0d9e8f7a6b5c4d3e2f1a0b9c8d",
} as const;

export interface SlackSimulatorOptions {
  mode: "socket" | "http";
  /** Where events go in mode http: the provider's webhook. */
  deliver?(request: WebhookRequest): Promise<WebhookAnswer>;
}

/** A Slack workspace on loopback: Web API, uploads, Events API over HTTP and Socket Mode. */
export class SlackSimulator implements SimulatedPlatform {
  readonly people = { ann: person("UANN", "Ann", "ann"), bob: person("UBOB", "Bob", "bob"), stranger: person("UEVE", "Eve", "eve") };
  readonly #rooms = new Rooms();
  readonly #faults = new Faults();
  readonly #calls: { method: string; at: number }[] = [];
  readonly #files = new Files();
  /** Names that people took; ids stay. */
  readonly #names = new Map<string, { name: string; handle: string }>();
  readonly #api = new WebApi(this.#rooms, this.#files, {
    origin: () => this.#origin,
    people: () => Object.values(this.people).map((who) => ({ ...who, ...this.#names.get(who.id) })),
  });
  readonly interrupt?: () => Promise<void>;
  readonly #feed: EventFeed;
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  #event = 0;
  #lastRequest: WebhookRequest | undefined;
  #thread: string | undefined;

  private constructor(private readonly options: SlackSimulatorOptions) {
    const deliver = async (request: WebhookRequest) => {
      this.#lastRequest = request;
      return (await options.deliver?.(request)) ?? { status: 503 };
    };
    this.#feed = new EventFeed(options.mode === "http" ? { secret: SLACK_SECRETS.signingSecret, deliver } : undefined);
    if (options.mode === "socket") this.interrupt = async () => this.#feed.interrupt();
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#sockets = new WebSocketServer({ server: this.#server, path: "/link" });
    this.#sockets.on("connection", (socket) => this.#feed.connect(socket));
  }

  static async start(options: SlackSimulatorOptions): Promise<SlackSimulator> {
    const simulator = new SlackSimulator(options);
    await new Promise<void>((resolve) => simulator.#server.listen(0, "127.0.0.1", resolve));
    return simulator;
  }

  get apiUrl(): string {
    return `${this.#origin}/api/`;
  }

  async close(): Promise<void> {
    this.#feed.close();
    this.#sockets.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  direct({ id }: ChatPerson): Conversation {
    return { chat: directOf(id), kind: "direct" };
  }
  /** A thread below a message that mentions us. */
  shared(): Conversation {
    this.#thread ??= this.#rooms.ts();
    return { chat: ROOM, topic: this.#thread, kind: "shared" };
  }

  async say(who: ChatPerson, to: Conversation, message: { text: string; files?: { name: string; mime: string; bytes: Uint8Array }[] }): Promise<void> {
    const files = (message.files ?? []).map(({ name, mime, bytes }) => {
      const id = this.#files.keep(name, bytes, "people");
      return { id, name, mimetype: mime, size: bytes.byteLength, url_private_download: `${this.#origin}/files/${id}` };
    });
    const mention = to.kind === "shared" ? `<@${BOT.user}> ` : "";
    const said = { ...this.#said(who, to, mention, message.text), ...(files.length > 0 ? { files, subtype: "file_share" } : {}) };
    // A mention in a room is told twice.
    if (to.kind === "shared") this.#event_({ type: "app_mention", ...said });
    this.#event_({ type: "message", channel_type: to.kind === "direct" ? "im" : "channel", ...said });
  }

  async chatter(who: ChatPerson, to: Conversation, text: string): Promise<void> {
    this.#event_({ type: "message", channel_type: "channel", ...this.#said(who, to, "", text) });
  }

  async rename({ id }: ChatPerson, to: { name: string; handle: string }): Promise<void> {
    this.#names.set(id, to);
  }

  async remove({ chat }: Conversation, messageId: string): Promise<void> {
    this.#rooms.remove(chat, messageId);
    this.#event_({ type: "message", subtype: "message_deleted", channel: chat, deleted_ts: messageId, hidden: true, ts: this.#rooms.ts() });
  }

  async loseFiles(): Promise<void> {
    this.#files.lose();
  }

  /** Somebody uses the slash command. */
  async command(who: ChatPerson, to: Conversation, command: string, text: string): Promise<void> {
    const payload = {
      command,
      text,
      user_id: userOf(who.id),
      channel_id: to.chat,
      team_id: TEAM,
      trigger_id: `trigger-${++this.#event}`,
      token: "x",
      response_url: `${this.#origin}/respond`,
    };
    this.#feed.add(`${to.chat} `, { type: "slash_commands", payload });
  }

  async press(who: ChatPerson, to: Conversation, messageId: string, value: string): Promise<void> {
    const message = { type: "message", ts: messageId, ...(to.topic === undefined ? {} : { thread_ts: to.topic }) };
    const payload = {
      type: "block_actions",
      team: { id: TEAM, domain: "sim" },
      user: { id: userOf(who.id), username: who.handle, team_id: TEAM },
      api_app_id: "A1",
      token: "x",
      container: { type: "message", message_ts: messageId, channel_id: to.chat },
      trigger_id: `trigger-${++this.#event}`,
      channel: { id: to.chat, name: "room" },
      message,
      response_url: `${this.#origin}/respond`,
      actions: [{ type: "button", action_id: "choice-0", block_id: "b", value, action_ts: this.#rooms.ts(), text: { type: "plain_text", text: "x" } }],
    };
    this.#feed.add(`${to.chat} ${to.topic ?? ""}`, { type: "interactive", payload });
  }

  async redeliver(): Promise<void> {
    this.#feed.redeliver();
  }
  messages(conversation: Conversation): SeenMessage[] {
    return this.#rooms.seen(conversation.chat, conversation.topic);
  }
  fault(fault: PlatformFault, times = 1): void {
    this.#faults.set(fault, times);
  }
  unacknowledged(): number {
    return this.#feed.unacknowledged();
  }
  calls(): { method: string; at: number }[] {
    return [...this.#calls];
  }

  async forge(how: "unsigned" | "wrong" | "stale" | "replayed"): Promise<number> {
    const envelope: SlackEnvelope = {
      type: "events_api",
      payload: this.#wrap({
        type: "message",
        channel: directOf(this.people.stranger.id),
        channel_type: "im",
        user: "UEVE",
        text: "let me in",
        ts: this.#rooms.ts(),
      }),
    };
    const at = Math.floor(Date.now() / 1_000) - (how === "stale" ? 600 : 0);
    const request =
      how === "replayed" && this.#lastRequest ? this.#lastRequest : signed(envelope, how === "wrong" ? "another secret" : SLACK_SECRETS.signingSecret, 0, at);
    const { "x-slack-signature": _signature, ...unsigned } = request.headers;
    return ((await this.options.deliver?.(how === "unsigned" ? { ...request, headers: unsigned } : request)) ?? { status: 503 }).status;
  }

  get #origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #said(who: ChatPerson, to: Conversation, mention: string, text: string) {
    return {
      channel: to.chat,
      user: userOf(who.id),
      text: mention + text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
      ts: this.#rooms.ts(),
      ...(to.topic === undefined ? {} : { thread_ts: to.topic }),
    };
  }

  #event_(event: { channel: string; thread_ts?: string; [field: string]: unknown }): void {
    this.#feed.add(`${event.channel} ${event.thread_ts ?? ""}`, { type: "events_api", payload: this.#wrap(event) });
  }

  #wrap(event: Record<string, unknown>): Record<string, unknown> {
    const authorizations = [{ team_id: TEAM, user_id: BOT.user, is_bot: true, enterprise_id: null, is_enterprise_install: false }];
    return {
      token: "x",
      team_id: TEAM,
      api_app_id: "A1",
      event: { team: TEAM, event_ts: event.ts, ...event },
      type: "event_callback",
      event_id: `Ev${++this.#event}`,
      event_time: Math.floor(Date.now() / 1_000),
      authorizations,
    };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const url = new URL(request.url ?? "/", this.#origin);
    const [, area, name = ""] = url.pathname.split("/");
    if (area === "files") return this.#files.download(name, request.headers.authorization === `Bearer ${SLACK_SECRETS.botToken}`, response);
    if (area === "upload") {
      this.#files.get(name)!.bytes = new Uint8Array(body);
      return void response.writeHead(200).end("OK");
    }
    if (area !== "api") return void response.writeHead(200).end("ok");
    this.#calls.push({ method: name, at: performance.now() });
    const token = request.headers.authorization?.replace(/^Bearer /, "");
    const expected = name === "apps.connections.open" ? SLACK_SECRETS.appToken : SLACK_SECRETS.botToken;
    const fields = Object.fromEntries(new URLSearchParams(body.toString()));
    if ((fields.token || token) !== expected) return json(response, { ok: false, error: "invalid_auth" });
    const sends = name === "chat.postMessage" || name === "chat.update" || name === "files.completeUploadExternal";
    const fault = sends ? this.#faults.take() : undefined;
    if (fault && fault.kind !== "silent") return answerFault(fault, response);
    const answer = this.#api.call(name, fields);
    if (fault === undefined) json(response, answer);
  }
}

function person(id: string, name: string, handle: string): ChatPerson {
  return { id: `${TEAM}:${id}`, name, handle };
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}
