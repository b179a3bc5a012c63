import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { WebhookAnswer, WebhookRequest } from "@open-cowork/core/transport";
import type { ChatPerson, Conversation } from "@open-cowork/shared";
import { WebSocketServer } from "ws";
import type { PlatformFault, SeenMessage, SimulatedPlatform } from "../platform.js";
import { EventFeed, type SlackEnvelope, signed } from "./event-feed.js";
import { answerFault, Faults } from "./faults.js";
import { Rooms } from "./rooms.js";

export const SLACK_SECRETS = {
  botToken: "xoxb-simulated-bot-token-1",
  appToken: "xapp-simulated-app-token-1",
  signingSecret: "5b1a3c0d9e8f7a6b5c4d3e2f1a0b9c8d",
} as const;
const TEAM = "T0SIM";
const BOT = { user: "U0BOT", bot: "B0BOT", name: "cowork" };
const DIRECT = "D0";

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
  readonly #files = new Map<string, { name: string; bytes: Uint8Array }>();
  readonly #feed: EventFeed;
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  #fileCount = 0;
  #event = 0;
  #lastRequest: WebhookRequest | undefined;
  #thread: string | undefined;

  private constructor(private readonly options: SlackSimulatorOptions) {
    const deliver = async (request: WebhookRequest) => {
      this.#lastRequest = request;
      return (await options.deliver?.(request)) ?? { status: 503 };
    };
    this.#feed = new EventFeed(options.mode === "http" ? { secret: SLACK_SECRETS.signingSecret, deliver } : undefined);
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
    return { chat: `${DIRECT}${userOf(id)}`, kind: "direct" };
  }
  /** A thread below a message that mentions us. */
  shared(): Conversation {
    this.#thread ??= this.#rooms.ts();
    return { chat: "C0ROOM", topic: this.#thread, kind: "shared" };
  }

  async say(who: ChatPerson, to: Conversation, message: { text: string; files?: { name: string; mime: string; bytes: Uint8Array }[] }): Promise<void> {
    const files = (message.files ?? []).map(({ name, mime, bytes }) => {
      const id = this.#keep(name, bytes);
      return { id, name, mimetype: mime, size: bytes.byteLength, url_private_download: `${this.#origin}/files/${id}` };
    });
    const mention = to.kind === "shared" ? `<@${BOT.user}> ` : "";
    const said = {
      channel: to.chat,
      user: userOf(who.id),
      text: mention + message.text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
      ts: this.#rooms.ts(),
      ...(to.topic === undefined ? {} : { thread_ts: to.topic }),
      ...(files.length > 0 ? { files, subtype: "file_share" } : {}),
    };
    // A mention in a room is told twice.
    if (to.kind === "shared") this.#event_({ type: "app_mention", ...said });
    this.#event_({ type: "message", channel_type: to.kind === "direct" ? "im" : "channel", ...said });
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
    this.#feed.add({ type: "slash_commands", payload });
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
    this.#feed.add({ type: "interactive", payload });
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
  async interrupt(): Promise<void> {
    this.#feed.interrupt();
  }
  calls(): { method: string; at: number }[] {
    return [...this.#calls];
  }

  async forge(how: "unsigned" | "wrong" | "stale" | "replayed"): Promise<number> {
    const envelope: SlackEnvelope = {
      type: "events_api",
      payload: this.#wrap({ type: "message", channel: `${DIRECT}UEVE`, channel_type: "im", user: "UEVE", text: "let me in", ts: this.#rooms.ts() }),
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

  #event_(event: Record<string, unknown>): void {
    this.#feed.add({ type: "events_api", payload: this.#wrap(event) });
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
      event_time: 1,
      authorizations,
    };
  }

  #keep(name: string, bytes: Uint8Array): string {
    const id = `F${++this.#fileCount}`;
    this.#files.set(id, { name, bytes });
    return id;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const url = new URL(request.url ?? "/", this.#origin);
    const [, area, name = ""] = url.pathname.split("/");
    if (area === "files") return this.#download(request, response, name);
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
    const answer = this.#call(name, fields);
    if (fault === undefined) json(response, answer);
  }

  #call(method: string, fields: Record<string, string>): Record<string, unknown> {
    const { channel = "", thread_ts: thread, text = "", ts = "" } = fields;
    const blocks = JSON.parse(fields.blocks ?? "[]");
    switch (method) {
      case "auth.test":
        return { ok: true, user_id: BOT.user, user: BOT.name, team_id: TEAM, team: "Sim", bot_id: BOT.bot };
      case "apps.connections.open":
        return { ok: true, url: `${this.#origin.replace("http", "ws")}/link?ticket=1` };
      case "users.info":
        return this.#user(fields.user ?? "");
      case "chat.postMessage": {
        if (text.length > 40_000) return { ok: false, error: "msg_too_long" };
        if (!blocksAreValid(blocks)) return { ok: false, error: "invalid_blocks" };
        return { ok: true, channel, ts: this.#rooms.post({ channel, text, blocks, files: [], ...(thread === undefined ? {} : { thread }) }).ts };
      }
      case "chat.update": {
        const message = this.#rooms.find(channel, ts);
        if (!message) return { ok: false, error: "message_not_found" };
        Object.assign(message, { text, blocks, edits: message.edits + 1 });
        return { ok: true, channel, ts };
      }
      case "files.getUploadURLExternal": {
        const id = this.#keep(fields.filename ?? "", new Uint8Array());
        return { ok: true, file_id: id, upload_url: `${this.#origin}/upload/${id}` };
      }
      case "files.completeUploadExternal": {
        const files = (JSON.parse(fields.files ?? "[]") as { id: string }[]).map(({ id }) => this.#files.get(id)!);
        const room = fields.channel_id ?? "";
        this.#rooms.post({ channel: room, text: fields.initial_comment ?? "", blocks: [], files, ...(thread === undefined ? {} : { thread }) });
        return { ok: true, files: [] };
      }
      case "assistant.threads.setStatus":
      case "chat.postEphemeral":
        return { ok: true };
      default:
        return { ok: false, error: "unknown_method" };
    }
  }

  #user(id: string): Record<string, unknown> {
    const found = Object.values(this.people).find((who) => userOf(who.id) === id);
    return found ? { ok: true, user: { id, name: found.handle, profile: { display_name: found.name } } } : { ok: false, error: "user_not_found" };
  }

  #download(request: IncomingMessage, response: ServerResponse, id: string): void {
    const file = this.#files.get(id);
    if (request.headers.authorization !== `Bearer ${SLACK_SECRETS.botToken}`)
      response.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in</html>");
    else if (!file) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": "application/octet-stream" }).end(file.bytes);
  }
}

function person(id: string, name: string, handle: string): ChatPerson {
  return { id: `${TEAM}:${id}`, name, handle };
}

function userOf(id: string): string {
  return id.split(":")[1] ?? id;
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** Limits of Block Kit: https://docs.slack.dev/reference/block-kit/blocks */
function blocksAreValid(blocks: { type: string; text?: { text: string }; elements?: { value?: string; text: { text: string } }[] }[]): boolean {
  return (
    blocks.length <= 50 &&
    blocks.every(({ type, text, elements = [] }) =>
      type === "section"
        ? (text?.text.length ?? 0) > 0 && text!.text.length <= 3_000
        : elements.length <= 25 && elements.every((button) => (button.value ?? "").length <= 2_000 && button.text.text.length <= 75),
    )
  );
}
