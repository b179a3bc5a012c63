import { type Clock, type HostContributions, type Log, type RequestContext, silentLog } from "@open-cowork/core/kernel";
import { LocalWorkspace, PublishingLog, Tails, Worker, type Workspace } from "@open-cowork/core/sessions";
import { aContext, FixedClock, MemoryArtifactStore, memoryChannels, memoryStores, ScriptedRuntime, type ScriptedTurn, settle } from "@open-cowork/core/testing";
import { type ArtifactStore, type ChannelHome, type ChatProvider, LocalBus } from "@open-cowork/core/transport";
import { AppError, type BindingPolicy, type Catalog, newId, type PersonRole, type SessionView } from "@open-cowork/shared";
import { configSchema } from "../src/config.js";
import { Supervisor } from "../src/life/supervisor.js";
import type { ChannelDeps } from "../src/ports.js";
import { readView } from "../src/read-view.js";
import { ann, bob, type ScriptedChat } from "./scripted-chat.js";

const catalog: Catalog = {
  agents: [
    { id: "build", name: "Build", description: "Does the work", primary: true },
    { id: "plan", name: "Plan", description: "", primary: true },
  ],
  models: [{ provider: "lab", providerName: "Lab", model: { id: "m-1", name: "Model One", attachments: false, reasoning: false, tools: true } }],
  defaultAgent: "build",
};

/** A whole workspace in memory with an engine that a test plays, and gateways that come and go in front of it. */
export class Rig {
  readonly clock = new FixedClock();
  readonly bus = new LocalBus();
  readonly stores = memoryStores(this.clock);
  readonly channels = memoryChannels(this.stores, this.bus);
  readonly artifacts = new MemoryArtifactStore(this.clock);
  /** An owner of the workspace. */
  readonly ctx: RequestContext = aContext();
  /** The token that gateways have: it may serve bindings and read their sessions, and by itself asks nothing. */
  readonly gatewayCtx: RequestContext = aContext({ tenant: this.ctx.tenant, role: "gateway" });
  readonly runtime: ScriptedRuntime;
  readonly workspace: LocalWorkspace;
  readonly #worker: Worker;
  readonly #tails: Tails;

  constructor(
    readonly chat: ScriptedChat,
    play?: (turn: ScriptedTurn) => void | Promise<void>,
  ) {
    const { bus, clock, stores } = this;
    const log = new PublishingLog(stores.log, bus);
    this.runtime = new ScriptedRuntime(play);
    this.#tails = new Tails({ log: stores.log, bus, clock, logger: silentLog });
    this.workspace = new LocalWorkspace({ log, index: stores.index, bus, tails: this.#tails });
    const deps = {
      log,
      index: stores.index,
      leases: stores.leases,
      checkpoints: stores.checkpoints,
      runtime: this.runtime,
      artifacts: this.artifacts,
      tails: this.#tails,
    };
    this.#worker = new Worker({ ...deps, clock, logger: silentLog, bus, lingerMs: 1_000 }, { id: `node.${newId()}`, node: "node" });
  }

  async start(): Promise<this> {
    this.#tails.start();
    await this.#worker.start();
    return this;
  }

  /** A gateway process. With `gate`, each call of a port passes it before it is made and when it has been: a test cuts the power there. */
  gateway({ gate, provider = this.chat.provider(), node = "gw", providers }: GatewayOptions = {}): Gateway {
    return new Gateway(this, { gate, provider, node, providers });
  }

  /** Lets everything happen that needs no more than `ms`; digests are computed outside of promise chains, so the event loop turns too. */
  async settle(ms = 60): Promise<void> {
    for (let passed = 0; passed < ms; passed += 10) {
      await turn();
      await this.clock.advance(10);
    }
    await turn();
  }

  async allow(
    policy: Partial<BindingPolicy> = {},
    people: [typeof ann, PersonRole][] = [
      [ann, "member"],
      [bob, "viewer"],
    ],
  ): Promise<string> {
    const { binding } = await this.channels.directory.connect(this.gatewayCtx, { provider: "scripted", instance: "one" }, "setup.1", 1);
    const allow = people.map(([{ id, name }, role]) => ({ person: id, name, role }));
    await this.channels.admin.update(this.ctx, binding.id, { policy: { ...binding.policy, allow, ...policy } });
    await this.channels.directory.release(this.gatewayCtx, binding.id, "setup.1");
    return binding.id;
  }

  /** Waits for something to become so, as long as it takes but not for ever. */
  async until(what: string, isSo: () => boolean | Promise<boolean>, mostMs = 120_000): Promise<void> {
    for (let waited = 0; waited < mostMs; waited += 50) {
      if (await isSo()) return;
      await this.settle(50);
    }
    throw new Error(`waited in vain until ${what}`);
  }

  async sessions(): Promise<{ id: string; view: SessionView }[]> {
    const { items } = await this.stores.index.list(this.ctx, { limit: 100 });
    return Promise.all(items.map(async ({ id }) => ({ id, view: await readView({ deps: { workspace: this.workspace }, ctx: this.ctx }, id) })));
  }

  /** What people said to the agent, over all sessions. */
  async prompts(): Promise<string[]> {
    return (await this.sessions()).flatMap(({ view }) => view.blocks.flatMap((block) => (block.type === "person" ? [block.text] : [])));
  }
}

/** As Cloud lets gateways use it: everything is asked as a person of a chat, and read for the gateway itself too. */
function asPeopleDo({ workspace }: Rig): Workspace {
  const reader = (ctx: RequestContext): RequestContext =>
    ctx.principal.role === "gateway" ? { ...ctx, principal: { ...ctx.principal, role: "viewer" } } : ctx;
  return {
    create: async (ctx, input) => workspace.create(demandPerson(ctx), input),
    command: async (ctx, session, command) => workspace.command(demandPerson(ctx), session, command),
    view: async (ctx, session) => workspace.view(reader(ctx), session),
    tail: async (ctx, session, after, sink) => workspace.tail(reader(ctx), session, after, sink),
  };
}

function filesOfPeople({ artifacts }: Rig): ArtifactStore {
  return new Proxy<ArtifactStore>(artifacts, {
    get: (target, name) =>
      name === "put"
        ? async (...[ctx, ...rest]: Parameters<ArtifactStore["put"]>) => artifacts.put(demandPerson(ctx as RequestContext), ...rest)
        : Reflect.get(target, name).bind(target),
  });
}

function demandPerson(ctx: RequestContext): RequestContext {
  if (ctx.principal.actor.kind !== "channel") throw new AppError("auth.forbidden");
  return ctx;
}

async function turn(): Promise<void> {
  await settle(200);
  // Digests are made elsewhere and answer from outside of the queue of promises; one that is asked for later answers later.
  await crypto.subtle.digest("SHA-256", new Uint8Array());
  await new Promise((resolve) => setImmediate(resolve));
  await settle(200);
}

export interface GatewayOptions {
  gate?: Gate | undefined;
  provider?: ChatProvider;
  node?: string;
  /** What plugins contribute now, instead of one provider for good. */
  providers?: (() => ChatProvider[]) | undefined;
}

export type Gate = (call: string, moment: "before" | "after") => void;

export interface Line {
  level: string;
  event: string;
  fields: Record<string, unknown>;
}

export class Gateway {
  readonly supervisor: Supervisor;
  /** What was logged, with everything that a line was given. */
  readonly lines: Line[] = [];
  #dead = false;
  #providers: ChatProvider[];
  #changed: () => void = () => undefined;

  constructor(rig: Rig, { gate, provider, node, providers }: GatewayOptions & { provider: ChatProvider; node: string }) {
    const guard = <T extends object>(name: string, port: T): T =>
      new Proxy(port, {
        get: (target, method) => {
          const value = Reflect.get(target, method) as unknown;
          if (typeof value !== "function") return value;
          return (...args: unknown[]) => {
            // `watch` is no request: what it would tell a dead process is heard by nobody.
            if (this.#dead) return method === "watch" ? () => undefined : new Promise(() => undefined);
            if (method !== "watch") gate?.(`${name}.${String(method)}`, "before");
            if (this.#dead) return new Promise(() => undefined);
            const answer: unknown = (value as (...all: unknown[]) => unknown).apply(target, args);
            if (!(answer instanceof Promise)) return answer;
            return answer.then((result: unknown) => {
              // The port has done it; whether the process lives to hear so is the question.
              gate?.(`${name}.${String(method)}`, "after");
              return this.#dead ? new Promise(() => undefined) : result;
            });
          };
        },
      });
    const home: ChannelHome = {
      context: async () => rig.gatewayCtx,
      as: async ({ id, person, role }) => aContext({ tenant: rig.ctx.tenant, role, actor: { kind: "channel", id, name: person.name } }),
      catalog: async () => catalog,
      threadUrl: (session) => `https://cowork.example/t/${session}`,
    };
    this.#providers = [guard("provider", provider)];
    const contributions = {
      all: (list: string) => (list === "chatProviders" ? (providers?.() ?? this.#providers) : []),
      onChange: (listener: () => void) => {
        this.#changed = listener;
        return () => undefined;
      },
    } as unknown as HostContributions;
    // The timers of a dead process never fire.
    const clock: Clock = {
      now: () => rig.clock.now(),
      after: (ms, callback) => rig.clock.after(ms, () => this.#dead || callback()),
      soon: (callback) => rig.clock.soon(() => this.#dead || callback()),
      sleep: (ms, signal) => rig.clock.sleep(ms, signal),
    };
    const { channels } = rig;
    const deps = {
      clock,
      log: this.#log({}),
      host: { nodeId: node, bootId: newId() } as ChannelDeps["host"],
      contributions,
      workspace: guard("workspace", asPeopleDo(rig)),
      artifacts: guard("artifacts", filesOfPeople(rig)),
      home: guard("home", home),
      directory: guard("directory", channels.directory),
      threads: guard("threads", channels.threads),
      inbound: guard("inbound", channels.inbound),
      outbox: guard("outbox", channels.outbox),
      interactions: guard("interactions", channels.interactions),
    };
    this.supervisor = new Supervisor(deps, configSchema.parse(undefined));
  }

  #log(common: Record<string, unknown>): Log {
    const at =
      (level: string) =>
      (event: string, fields: Record<string, unknown> = {}) =>
        void this.lines.push({ level, event, fields: { ...common, ...fields } });
    return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"), child: (fields) => this.#log({ ...common, ...fields }) };
  }

  start(): this {
    this.supervisor.start();
    return this;
  }

  /** As when the options of a provider changed while the host runs. */
  exchange(...providers: ChatProvider[]): void {
    this.#providers = providers;
    this.#changed();
  }

  /** As when the process is killed: nothing is said or heard any more. */
  kill(): void {
    this.#dead = true;
  }
  get dead(): boolean {
    return this.#dead;
  }
}
