import { request as rawRequest } from "node:http";
import type { Clock, Contributions, Log, Principal, RequestContext } from "@open-cowork/core/kernel";
import { silentLog } from "@open-cowork/core/kernel";
import { LocalWorkspace, PublishingLog, Tails } from "@open-cowork/core/sessions";
import {
  anActor,
  FixedClock,
  MemoryArtifactStore,
  MemoryIdempotencyRows,
  memoryChannels,
  memoryStores,
  ScriptedRuntime,
  some,
} from "@open-cowork/core/testing";
import { LocalBus } from "@open-cowork/core/transport";
import { type Actor, event, type NewEvent, newId, type Problem } from "@open-cowork/shared";
import { buildApp, type HttpApp } from "../src/app.js";
import { configSchema, type HttpConfig } from "../src/config.js";
import type { HttpDeps, optional } from "../src/deps.js";
import { Listener } from "../src/server/listener.js";
import { FakeIdentity, FakeModels } from "./fakes.js";

export interface SurfaceOptions {
  config?: Partial<HttpConfig>;
  contributes?: Contributions;
  logger?: Log;
  nodeId?: string;
  /** What the surface itself goes by; the clock of the stores when absent. */
  httpClock?: Clock;
  /** none: a host without chat channels. outbox: one that only sends for another. */
  channels?: "none" | "outbox";
  /** Ports that this host does not have. */
  without?: readonly (keyof typeof optional)[];
}

/** The whole surface on a port of its own, over stores in memory and the real local workspace. */
export class Surface {
  readonly clock = new FixedClock();
  readonly stores = memoryStores(this.clock);
  readonly store = this.stores.store;
  readonly bus = new LocalBus();
  readonly log = this.stores.log;
  readonly publishing = new PublishingLog(this.log, this.bus);
  readonly index = this.stores.index;
  readonly channels = memoryChannels(this.stores, this.bus);
  readonly identity = new FakeIdentity();
  readonly models = new FakeModels();
  readonly artifacts = new MemoryArtifactStore(this.clock);
  readonly idempotency = new MemoryIdempotencyRows();
  readonly tails: Tails;
  /** Tells the surface that plugins came or went. */
  contributionsChanged: () => void = () => undefined;
  lifecycle: "starting" | "ready" | "stopping" | "failed" = "ready";
  readonly app: HttpApp;
  readonly #listener: Listener;

  constructor(options: SurfaceOptions = {}) {
    const { bus, log, index, identity, models, artifacts, channels } = this;
    const clock = options.httpClock ?? this.clock;
    const logger = options.logger ?? silentLog;
    this.tails = new Tails({ log, bus, clock, logger });
    const workspace = new LocalWorkspace({ log: this.publishing, index, bus, tails: this.tails });
    const config = configSchema.parse({ listen: { host: "127.0.0.1", port: 0 }, ...options.config });
    const deps: HttpDeps = {
      clock,
      bus,
      index,
      identity,
      models,
      artifacts,
      workspace,
      log: logger,
      eventLog: log,
      revocations: identity,
      idempotency: this.idempotency,
      runtime: new ScriptedRuntime(),
      host: { product: "cloud", name: "Test", version: "1.2.3", dataDir: "/nowhere", nodeId: options.nodeId ?? "node", bootId: "boot", roles: ["web"] },
      ...(options.channels ? {} : { ...channels, channelAccess: channels.access, channelAdmin: channels.admin }),
      ...(options.channels === "outbox" ? { outbox: channels.outbox } : {}),
      contributions: {
        all: (list) => (options.contributes?.[list] ?? []) as never,
        onChange: (listener) => {
          this.contributionsChanged = listener;
          return () => undefined;
        },
      },
      lifecycle: { state: () => this.lifecycle },
    };
    for (const port of options.without ?? []) delete deps[port];
    this.app = buildApp({ config, checkResponses: true, address: () => this.#listener.address(), deps });
    this.#listener = new Listener((req, res) => this.app.handler(req, res), { ...config.listen, log: logger, clock });
  }

  async start(): Promise<this> {
    await this.#listener.start();
    return this;
  }

  async stop(): Promise<void> {
    this.app.streams.stop();
    this.tails.stop();
    const stopped = this.#listener.stop(1_000);
    await this.clock.advance(1_000);
    await stopped;
  }

  get port(): number {
    return this.#listener.address()!.port;
  }
  url(path: string): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  context(principal: Principal): RequestContext {
    return { tenant: principal.tenant, principal, traceId: "test" };
  }

  async thread(tenant = this.identity.tenant, events: NewEvent[] = [], by: Actor = anActor()): Promise<string> {
    const session = newId();
    const created = event("session.created", { title: "A thread", by });
    await this.publishing.append({ tenant }, { session, epoch: null, events: [created, ...events], create: true });
    return session;
  }

  /** Commits events, as a worker would. */
  async say(session: string, ...texts: string[]): Promise<void> {
    const row = this.store.find(this.identity.tenant, session)!;
    row.worker ??= "worker";
    row.epoch ||= 1;
    const events = texts.map((text) => some.text("run", text));
    await this.publishing.append({ tenant: this.identity.tenant }, { session, epoch: row.epoch, events });
  }

  /** A request as a script sends it: bearer token, JSON. */
  async call(
    method: string,
    path: string,
    options: { token?: string; json?: unknown; headers?: Record<string, string>; body?: BodyInit } = {},
  ): Promise<Answer> {
    const response = await fetch(this.url(path), {
      method,
      headers: {
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...(options.json === undefined ? {} : { "content-type": "application/json" }),
        ...options.headers,
      },
      body: options.json === undefined ? options.body : JSON.stringify(options.json),
      redirect: "manual",
    });
    return answerOf(response.status, response.headers, await response.text());
  }

  /** A request with headers that fetch does not let through, such as Host. */
  raw(method: string, path: string, headers: Record<string, string>, body?: string | Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = rawRequest({ host: "127.0.0.1", port: this.port, method, path, headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const list = Object.entries(response.headers).flatMap(([name, value]) => [value ?? []].flat().map((one): [string, string] => [name, one]));
          resolve(answerOf(response.statusCode!, new Headers(list), Buffer.concat(chunks).toString()));
        });
      });
      request.on("error", reject);
      request.end(body);
    });
  }
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed body, where it is JSON. */
  json: AnswerJson;
}

/** What tests look at in answers of all routes. */
type AnswerJson = Problem & { id: string; bytes: number; next: string; items: { seq: number }[] };

function answerOf(status: number, headers: Headers, text: string): Answer {
  const isJson = headers.get("content-type")?.includes("json") ?? false;
  return { status, headers, text, json: isJson ? JSON.parse(text) : undefined };
}
