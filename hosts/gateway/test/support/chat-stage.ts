import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { SessionView } from "@open-cowork/shared";
import { ChatSession } from "../../../../deploy/gateway-demo/src/chat-session.js";
import { DemoCloud } from "../../../../deploy/gateway-demo/src/demo-cloud.js";
import { DemoGateway, INSTANCE, PROVIDER } from "../../../../deploy/gateway-demo/src/demo-gateway.js";
import { FakeChat } from "../../../../deploy/gateway-demo/src/fake-chat.js";

/** Cloud with real OpenCode and the demo model, a Cloud Channel Gateway, and people who chat: each a process of its own. */
export class ChatStage {
  readonly directory = mkdtempSync(path.join(tmpdir(), "oc-chat-"));
  cloud!: DemoCloud;
  token = "";
  gateway!: DemoGateway;
  readonly #sessions: ChatSession[] = [];

  async start(): Promise<this> {
    const dataDir = path.join(this.directory, "data");
    mkdirSync(dataDir);
    this.cloud = await DemoCloud.start(dataDir);
    this.token = await this.cloud.gatewayToken();
    this.gateway = await this.another("one");
    return this;
  }

  /** A gateway with the same providers and token. */
  another(node: string, port?: number): Promise<DemoGateway> {
    const directory = path.join(this.directory, node);
    mkdirSync(directory, { recursive: true });
    return DemoGateway.start({ directory, cloudUrl: this.cloud.url, token: this.token, node, ...(port === undefined ? {} : { port }) });
  }

  /** As when the process is killed and its supervisor starts it again. */
  async killAndRestart(): Promise<void> {
    const { port } = new URL(this.gateway.url);
    await this.gateway.stop("SIGKILL");
    this.gateway = await this.another("one", Number(port));
  }

  /** How its provider is, as the operator sees it. */
  async provider({ url, adminToken }: DemoGateway): Promise<{ state: string; detail?: string } | undefined> {
    const answer = await fetch(`${url}/api/v1/channels/providers`, { headers: { authorization: `Bearer ${adminToken}` } });
    return ((await answer.json()) as { items: { state: string; detail?: string }[] }).items[0];
  }

  /** Somebody's side of a chat. */
  person(id: string, name: string): ChatSession {
    const chat = new FakeChat(this.gateway.platformUrl, { id, name });
    const session = new ChatSession({ chat, downloads: path.join(this.directory, "received", id) });
    this.#sessions.push(session);
    return session;
  }

  invite(): Promise<string> {
    return this.cloud.invite(PROVIDER, INSTANCE, "test");
  }

  /** The newest thread of the workspace. */
  async view(): Promise<SessionView> {
    const { items } = await this.cloud.client.sessions.list({ limit: 1 });
    return (await this.cloud.client.sessions.view(items[0]?.id ?? "")).fold.view;
  }

  async remove(): Promise<void> {
    for (const session of this.#sessions) await session.end();
    await this.gateway?.stop();
    await this.cloud?.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Looks until it is so. @throws Error saying `what` is not so */
export async function eventually<T>(what: string, look: () => Promise<T | undefined | false>, ms = 30_000): Promise<T> {
  for (const until = Date.now() + ms; Date.now() < until; await pause(50)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`${what} is not so after ${ms / 1000} seconds`);
}
