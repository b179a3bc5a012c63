import type { Clock, Log } from "@open-cowork/core/kernel";
import { AppError, isAppError } from "@open-cowork/shared";
import type { Engine } from "./engine.js";
import { type EngineSetup, fingerprint } from "./engine-config.js";

export interface TenantEnginesDeps {
  /** What the tenant has set up now. */
  setup(): Promise<EngineSetup>;
  start(setup: EngineSetup): Promise<Engine>;
  clock: Clock;
  log: Log;
  idleMs: number;
  maxMemoryBytes: number;
}

/** A start that took longer than this before it failed is not tried again at once. */
const QUICK_MS = 10_000;
/** Who would have to wait longer than this for the next try is told to come back. */
const LONGEST_WAIT_MS = 2_000;
/** Wait before another try after this many failures in a row; the last one repeats. */
const BACKOFF_MS = [0, 500, 2_000, 10_000, 30_000];

/**
 * The engines of one tenant: the current one, and those that finish their turns with older settings or too much memory.
 * They share a home, so a thread goes on in a newer engine where it was in an older one.
 */
export class TenantEngines {
  #current: Engine | undefined;
  #starting: Promise<Engine> | undefined;
  readonly #draining = new Set<Engine>();
  #failures = 0;
  #failedAt = 0;
  #cancelIdle: () => void = () => undefined;

  constructor(private readonly deps: TenantEnginesDeps) {}

  get all(): Engine[] {
    return [...(this.#current === undefined ? [] : [this.#current]), ...this.#draining];
  }

  /** The engine for a turn, with the tenant's present settings. @throws AppError `runtime.*` */
  async acquire(): Promise<Engine> {
    const setup = await this.deps.setup();
    const current = this.#current;
    if (current?.alive && current.fingerprint === fingerprint(setup)) {
      if (this.#tooBig(current) && this.#starting === undefined) this.#inBackground(this.#replace(setup));
      current.usedAt = this.deps.clock.now();
      return current;
    }
    return this.#replace(setup);
  }

  /** A turn of this engine has ended. */
  released(engine: Engine): void {
    engine.usedAt = this.deps.clock.now();
    if (engine.draining && engine.turns === 0) this.#inBackground(this.#stop(engine));
    this.#watchIdle();
  }

  gone(engine: Engine, expected: boolean): void {
    this.#draining.delete(engine);
    if (this.#current === engine) this.#current = undefined;
    if (!expected) this.#failed();
  }

  async stop(): Promise<void> {
    this.#cancelIdle();
    const starting = await this.#starting?.catch(() => undefined);
    await Promise.all([...new Set([...this.all, ...(starting === undefined ? [] : [starting])])].map((engine) => engine.stop()));
  }

  /** When the tenant last used an engine; undefined while one of its turns runs or none is up. */
  get idleSince(): number | undefined {
    const engines = this.all;
    if (engines.length === 0 || this.#starting !== undefined || engines.some((engine) => engine.turns > 0)) return undefined;
    return Math.max(...engines.map((engine) => engine.usedAt));
  }

  async #replace(setup: EngineSetup): Promise<Engine> {
    if (this.#starting !== undefined) {
      // Settings may have moved on while it started: the next round sees.
      const engine = await this.#starting;
      return engine.fingerprint === fingerprint(setup) ? engine : this.acquire();
    }
    const pause = BACKOFF_MS[Math.min(this.#failures, BACKOFF_MS.length - 1)]!;
    // The clock may have been set back since.
    const wait = Math.min(pause, this.#failedAt + pause - this.deps.clock.now());
    if (this.#failures > 0 && wait > LONGEST_WAIT_MS) throw new AppError("runtime.unavailable", { retryAfterMs: wait });
    this.#starting = this.#start(setup, Math.max(0, wait));
    try {
      return await this.#starting;
    } finally {
      this.#starting = undefined;
    }
  }

  async #start(setup: EngineSetup, waitMs: number): Promise<Engine> {
    if (this.#failures > 0 && waitMs > 0) await this.deps.clock.sleep(waitMs);
    try {
      const engine = await this.#startTwice(setup);
      this.#failures = 0;
      const old = this.#current;
      this.#current = engine;
      if (old?.alive) this.#drain(old);
      this.#watchIdle();
      return engine;
    } catch (error) {
      this.#failed();
      throw error;
    }
  }

  /** A start that breaks off at once may have been hit by chance, a kill for instance: one more try costs a second, not a run. */
  async #startTwice(setup: EngineSetup): Promise<Engine> {
    const began = this.deps.clock.now();
    try {
      return await this.deps.start(setup);
    } catch (error) {
      if (!isAppError(error) || error.code !== "runtime.unavailable" || this.deps.clock.now() - began > QUICK_MS) throw error;
      this.deps.log.warn("engine.start_again", { error });
      return this.deps.start(setup);
    }
  }

  #failed(): void {
    this.#failures += 1;
    this.#failedAt = this.deps.clock.now();
  }

  #drain(engine: Engine): void {
    engine.draining = true;
    this.#draining.add(engine);
    if (engine.turns === 0) this.#inBackground(this.#stop(engine));
  }

  #tooBig(engine: Engine): boolean {
    return this.deps.maxMemoryBytes > 0 && engine.memory > this.deps.maxMemoryBytes;
  }

  #watchIdle(): void {
    this.#cancelIdle();
    this.#cancelIdle = this.deps.clock.after(this.deps.idleMs, () => {
      const since = this.idleSince;
      if (since !== undefined && this.deps.clock.now() - since >= this.deps.idleMs) for (const engine of this.all) this.#inBackground(this.#stop(engine));
      else this.#watchIdle();
    });
  }

  async #stop(engine: Engine): Promise<void> {
    this.deps.log.info("engine.stopping", { engine: engine.id, memory: engine.memory });
    await engine.stop();
  }

  #inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.deps.log.warn("engine.background_failed", { error }));
  }
}
