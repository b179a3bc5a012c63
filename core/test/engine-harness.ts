import { AppError, type Command, type CommandInput, commandSchema, newId, type SessionView } from "@open-cowork/shared";
import { type RequestContext, silentLog } from "../src/kernel/index.js";
import { LocalWorkspace, PublishingLog, readFold, Tails, Worker } from "../src/sessions/index.js";
import {
  aContext,
  FixedClock,
  MemoryArtifactStore,
  MemoryCheckpointStore,
  MemoryEventLog,
  MemoryLeaseStore,
  MemorySessionIndex,
  MemoryStore,
  ScriptedRuntime,
  type ScriptedTurn,
  settle,
} from "../src/testing/index.js";
import { LocalBus } from "../src/transport/local-bus.js";

/** One machine of the engine: a worker and the workspace of one process, over stores that several machines share. */
export class Machine {
  readonly bus = new LocalBus();
  readonly runtime: ScriptedRuntime;
  readonly workspace: LocalWorkspace;
  readonly worker: Worker;
  readonly tails: Tails;
  readonly log: PublishingLog;

  constructor(
    readonly world: World,
    play?: (turn: ScriptedTurn) => void | Promise<void>,
    node = "node",
  ) {
    const { clock } = world;
    const [log, index, leases, checkpoints] = [world.log, world.index, world.leases, world.checkpoints].map((store) => this.#gate(store)) as unknown as [
      MemoryEventLog,
      MemorySessionIndex,
      MemoryLeaseStore,
      MemoryCheckpointStore,
    ];
    this.runtime = new ScriptedRuntime(play);
    this.log = new PublishingLog(log, this.bus);
    this.tails = new Tails({ log, bus: this.bus, clock, logger: silentLog });
    this.workspace = new LocalWorkspace({ log: this.log, index, bus: this.bus, tails: this.tails });
    this.worker = new Worker(
      {
        ...{ log: this.log, index, leases, checkpoints, runtime: this.runtime, artifacts: world.artifacts, tails: this.tails },
        ...{ clock, logger: silentLog, bus: this.bus, lingerMs: 1_000 },
      },
      { id: `${node}.${newId()}`, node },
    );
  }

  #dead = false;

  /** The power is cut: from now on nothing of this machine reaches the stores, whatever its code still tries. */
  kill(): void {
    this.#dead = true;
  }

  #gate<T extends object>(store: T): T {
    return new Proxy(store, {
      get: (target, name) => {
        const value = Reflect.get(target, name) as unknown;
        if (typeof value !== "function") return value;
        return (...args: unknown[]) =>
          this.#dead ? Promise.reject(new AppError("storage.unavailable")) : (value as (...a: unknown[]) => unknown).apply(target, args);
      },
    });
  }

  async start(): Promise<this> {
    this.tails.start();
    await this.worker.start();
    await settle();
    return this;
  }

  async send(session: string, command: CommandInput): Promise<ReturnType<LocalWorkspace["command"]>> {
    return this.workspace.command(this.world.ctx, session, commandSchema.parse(command) as Command);
  }

  /** Sends a prompt and lets everything happen that needs no time to pass. */
  async prompt(
    session: string,
    text: string,
    more: Partial<Extract<CommandInput, { kind: "prompt" }>> = {},
  ): Promise<{ run?: string; id: string; seq: number }> {
    const result = await this.send(session, { kind: "prompt", id: newId(), text, ...more });
    await this.world.settle();
    return result;
  }
}

/** The stores, as one database would be. */
export class World {
  readonly clock = new FixedClock();
  readonly store = new MemoryStore(this.clock);
  readonly log = new MemoryEventLog(this.store);
  readonly index = new MemorySessionIndex(this.store);
  readonly leases = new MemoryLeaseStore(this.store);
  readonly artifacts = new MemoryArtifactStore(this.clock);
  readonly checkpoints = new MemoryCheckpointStore(this.store);
  readonly ctx: RequestContext = aContext();

  /** Lets promises run and the writer's window pass. */
  async settle(): Promise<void> {
    for (let i = 0; i < 4; i++) await this.clock.advance(10);
  }

  async view(session: string): Promise<SessionView> {
    return (await readFold(this.log, this.ctx, session)).view;
  }

  kinds(session: string): string[] {
    return this.store.find(this.ctx.tenant, session)!.events.map(({ kind }) => kind);
  }
}
