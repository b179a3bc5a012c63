import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Log, silentLog } from "@open-cowork/core/kernel";
import type { SecretStore } from "@open-cowork/core/secrets";
import type { Checkpoint, Runtime, RuntimeEvent, RuntimeOutcome, RuntimePrompt, RuntimeSession } from "@open-cowork/core/sessions";
import { MemoryArtifactStore, MemoryModelProviderRows } from "@open-cowork/core/testing";
import { type BuiltinModel, LocalBus, type ModelGateway } from "@open-cowork/core/transport";
import { AppError, type EventBody, type EventKind, type NewEvent, newId, type Secret } from "@open-cowork/shared";
import { type Rounds, ScriptedModelServer, prompt as scripted } from "@open-cowork/testkit/model-server";
import { realClock as clock } from "@open-cowork/testkit/real-clock";
import { optionsSchema } from "../src/options.js";
import plugin from "../src/plugin.js";

export class Secrets implements SecretStore {
  readonly values = new Map<string, Secret>();
  async put(_ctx: { tenant: string }, name: string, value: Secret): Promise<void> {
    this.values.set(name, value);
  }
  async reveal(_ctx: { tenant: string }, name: string): Promise<Secret> {
    const value = this.values.get(name);
    if (value === undefined) throw new AppError("secret.not_found");
    return value;
  }
  async has(_ctx: { tenant: string }, name: string): Promise<boolean> {
    return this.values.has(name);
  }
  async remove(_ctx: { tenant: string }, name: string): Promise<void> {
    this.values.delete(name);
  }
  async rotate(): Promise<number> {
    return 0;
  }
}

export interface HostOptions {
  config?: Record<string, unknown>;
  builtin?: BuiltinModel;
  dataDir?: string;
  /** Key that the model server demands and the gateway is given. */
  key?: string;
  log?: Log;
  /** Use this model server instead of an own one. */
  model?: ScriptedModelServer;
}

/** The plugin as a host runs it, over ports in memory, with a scripted model server as the one provider. */
export class RuntimeHost {
  readonly ctx = { tenant: "t1" };
  readonly model_ = { provider: "custom-scripted", model: "scripted" };
  readonly runtime: Runtime;
  readonly models: ModelGateway;
  readonly #stops: (() => void | Promise<void>)[];

  private constructor(
    ports: { runtime: Runtime; models: ModelGateway },
    readonly server: ScriptedModelServer,
    readonly artifacts: MemoryArtifactStore,
    readonly dataDir: string,
    { stops, own }: { stops: (() => void | Promise<void>)[]; own: { server: boolean; dataDir: boolean } },
  ) {
    this.runtime = ports.runtime;
    this.models = ports.models;
    this.#stops = stops;
    this.own = own;
  }
  private readonly own: { server: boolean; dataDir: boolean };

  static async start(options: HostOptions = {}): Promise<RuntimeHost> {
    const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "runtime-opencode-"));
    const server = options.model ?? (await ScriptedModelServer.start({ key: options.key }));
    const artifacts = new MemoryArtifactStore(clock);
    const secrets = new Secrets();
    const stops: (() => void | Promise<void>)[] = [];
    const { ports } = await plugin.setup({
      deps: {
        clock,
        log: options.log ?? (process.env.RUNTIME_TEST_LOG ? consoleLog() : silentLog),
        host: {
          product: "cloud",
          name: "Test",
          version: "0",
          dataDir,
          nodeId: "node",
          bootId: newId(),
          roles: ["worker"],
          childEnvironment: { PATH: process.env.PATH ?? "" },
        },
        artifacts,
        secrets,
        rows: new MemoryModelProviderRows(),
        bus: new LocalBus((error) => {
          throw error;
        }),
        builtin: options.builtin,
      },
      config: optionsSchema.parse(options.config),
      signal: new AbortController().signal,
      construct: () => {
        throw new Error("not used");
      },
      onStop: (stop) => stops.push(stop),
    });
    const own = { server: options.model === undefined, dataDir: options.dataDir === undefined };
    const host = new RuntimeHost(ports, server, artifacts, dataDir, { stops, own });
    await ports.models.save(host.ctx, { kind: "openai-compatible", name: "Scripted", baseUrl: server.url, key: options.key });
    server.requests.length = 0;
    return host;
  }

  async open(session = newId(), more: { checkpoints?: Checkpoint[]; epoch?: number } = {}): Promise<Conversation> {
    const conversation = new Conversation(session, this);
    await conversation.open(more);
    return conversation;
  }

  /** Stops the plugin only; the model server and the data directory stay. */
  async stopRuntime(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }

  async stop(): Promise<void> {
    await this.stopRuntime();
    if (this.own.server) await this.server.close();
    if (this.own.dataDir) rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** One thread as the session engine drives it, with everything it emitted. */
export class Conversation {
  readonly events: RuntimeEvent[] = [];
  runtime!: RuntimeSession;
  readonly #waiters = new Set<() => void>();

  constructor(
    readonly session: string,
    private readonly host: RuntimeHost,
  ) {}

  async open({ checkpoints = [], epoch }: { checkpoints?: Checkpoint[]; epoch?: number } = {}): Promise<void> {
    this.runtime = await this.host.runtime.open(this.host.ctx, {
      session: this.session,
      epoch,
      checkpoints: () => Promise.resolve(checkpoints),
      emit: (event) => {
        this.events.push(event);
        for (const waiter of [...this.#waiters]) waiter();
      },
    });
  }

  say(text: string, ...rounds: Rounds): Promise<RuntimeOutcome> {
    return this.send({ text: rounds.length === 0 ? text : scripted(text, ...rounds) });
  }

  send(prompt: Partial<RuntimePrompt>): Promise<RuntimeOutcome> {
    return this.runtime.prompt({ message: newId(), run: newId(), text: "", attachments: [], model: this.host.model_, ...prompt });
  }

  of<K extends EventKind>(kind: K): (RuntimeEvent & { kind: K; body: EventBody<K> })[] {
    return this.events.filter((event) => event.kind === kind) as (RuntimeEvent & { kind: K; body: EventBody<K> })[];
  }

  /** All text of the root that was said after the given number of events. */
  text(from = 0): string {
    return this.events
      .slice(from)
      .map((event) => event as NewEvent)
      .map((event) => (event.kind === "text.appended" && !event.agentPath ? event.body.text : ""))
      .join("");
  }

  /** Resolves with the first event of a kind, past or coming, that fits. */
  async event<K extends EventKind>(
    kind: K,
    fits: (body: EventBody<K>, event: RuntimeEvent) => boolean = () => true,
  ): Promise<RuntimeEvent & { kind: K; body: EventBody<K> }> {
    const find = () => this.of(kind).find((event) => fits(event.body, event));
    await this.until(() => find() !== undefined);
    return find()!;
  }

  async until(done: () => boolean): Promise<void> {
    if (done()) return;
    await new Promise<void>((resolve) => {
      const check = () => {
        if (!done()) return;
        this.#waiters.delete(check);
        resolve();
      };
      this.#waiters.add(check);
    });
  }
}

function consoleLog(): typeof silentLog {
  const write = (level: string) => (event: string, fields?: object) => console.error(level, event, fields);
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error"), child: () => consoleLog() };
}
