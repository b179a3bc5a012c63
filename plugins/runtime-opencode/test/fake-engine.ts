import type { Engine } from "../src/engine/engine.js";
import type { EngineClient, SyncEvent } from "../src/engine/engine-client.js";
import { type EngineSetup, fingerprint } from "../src/engine/engine-config.js";
import { modelInfo } from "../src/gateway/known-models.js";

/** What an engine is started with: one model. */
export function anEngineSetup(name = "Local"): EngineSetup {
  return { providers: [{ id: "local", name, npm: "x", models: [modelInfo("small")] }], defaultModel: { provider: "local", model: "small" } };
}

/** An engine as the pool and a thread's turns see it, without a process. */
export class FakeEngine {
  turns = 0;
  memory = 0;
  draining = false;
  alive = true;
  usedAt = 0;
  readonly version = "1.18.0";
  readonly fingerprint: string;
  /** Texts of the prompts it was given. */
  readonly prompts: string[] = [];
  /** Other calls that change something, in order. */
  readonly calls: string[] = [];
  /** History it was given. */
  readonly replayed: SyncEvent[] = [];
  readonly client: Pick<EngineClient, "prompt" | "createSession" | "deleteSession" | "abort" | "replay"> = {
    prompt: async (_directory, _session, { parts }) => {
      if (!this.alive) throw new Error("the engine has ended");
      this.prompts.push(...parts.flatMap((part) => (part.type === "text" ? [part.text] : [])));
    },
    createSession: async () => {
      this.calls.push("create");
      return { id: "ses_1" };
    },
    deleteSession: async (_directory, session) => this.calls.push(`delete ${session}`) > 0,
    abort: async (_directory, session) => this.calls.push(`abort ${session}`) > 0,
    replay: async (_directory, events) => this.replayed.push(...events),
  };

  constructor(
    readonly id: string,
    readonly setup: EngineSetup,
    private readonly gone: (engine: Engine) => void,
  ) {
    this.fingerprint = fingerprint(setup);
  }

  async stop(): Promise<void> {
    if (!this.alive) return;
    this.alive = false;
    this.gone(this.asEngine);
  }

  get asEngine(): Engine {
    return this as unknown as Engine;
  }
}
