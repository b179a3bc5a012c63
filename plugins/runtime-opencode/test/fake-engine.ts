import type { Engine } from "../src/engine/engine.js";
import type { EngineClient } from "../src/engine/engine-client.js";
import { type EngineSetup, fingerprint } from "../src/engine/engine-config.js";

/** An engine as the pool and a thread's turns see it, without a process. */
export class FakeEngine {
  turns = 0;
  memory = 0;
  draining = false;
  alive = true;
  usedAt = 0;
  readonly fingerprint: string;
  /** Texts of the prompts it was given. */
  readonly prompts: string[] = [];
  readonly client: Pick<EngineClient, "prompt"> = {
    prompt: async (_directory, _session, { parts }) => {
      if (!this.alive) throw new Error("the engine has ended");
      this.prompts.push(...parts.flatMap((part) => (part.type === "text" ? [part.text] : [])));
    },
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
