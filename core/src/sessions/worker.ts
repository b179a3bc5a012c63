import type { Lease } from "../authority/ports.js";
import type { EventBus } from "../transport/ports.js";
import { type ExecutorDeps, SessionExecutor } from "./executor.js";
import { type SessionRef, topics } from "./topics.js";

export interface WorkerOptions {
  /** `<node>.<boot>`: unique for each start of a process. */
  id: string;
  node: string;
  /** A worker that says nothing for this long loses its sessions. Default 15 s. */
  leaseTtlMs?: number;
  /** How often sessions are looked for whose wake-up was lost. Default 5 s. */
  claimEveryMs?: number;
  /** Sessions at once. Default 500. */
  maxSessions?: number;
}

/**
 * Executes sessions. It takes the lease of a session that asks for a worker and renews all its leases on a timer, whatever
 * the runs are doing: an hour of silence loses nothing.
 */
export class Worker {
  readonly #executors = new Map<string, SessionExecutor>();
  readonly #starting = new Map<string, Promise<void>>();
  readonly #cancels = new Map<string, () => void>();
  /** The lease may be gone already when such a wake-up comes, and the executor not yet: it is repeated when the executor has ended. */
  readonly #wokenWhileReleasing = new Set<string>();
  /** Epochs of the leases that had no executor at the last renewal. */
  #idle = new Map<string, number>();
  readonly #options: Required<WorkerOptions>;
  /** Claims whose answer is on its way. */
  #claiming = 0;
  #stopping = false;

  constructor(
    private readonly deps: ExecutorDeps & { bus: EventBus },
    options: WorkerOptions,
  ) {
    this.#options = { leaseTtlMs: 15_000, claimEveryMs: 5_000, maxSessions: 500, ...options };
  }

  async start(): Promise<void> {
    const { bus, leases, runtime } = this.deps;
    await leases.releaseNode(this.#options.node, this.#options.id);
    this.#cancels.set(
      "work",
      bus.subscribe(topics.work, (message) => this.#wake(message as SessionRef)),
    );
    this.#cancels.set(
      "warm",
      bus.subscribe(topics.warm, (message) => runtime.warm(message as { tenant: string })),
    );
    this.#cancels.set(
      "gap",
      bus.onGap(() => this.#guard("worker.claim_failed", this.#claim())),
    );
    this.#every("renew", this.#options.leaseTtlMs / 3, () => this.#renew());
    this.#every("claim", this.#options.claimEveryMs, () => this.#claim());
    await this.#claim();
  }

  /** Takes nothing new, lets running turns end until the deadline, then parks or interrupts what is left and gives every lease back. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    for (const name of ["work", "warm", "gap", "claim"]) this.#cancels.get(name)?.();
    await Promise.all(this.#starting.values());
    const deadline = this.deps.clock.now() + graceMs;
    while ([...this.#executors.values()].some((executor) => executor.busy) && this.deps.clock.now() < deadline) await this.deps.clock.sleep(25);
    await Promise.all([...this.#executors.values()].map((executor) => executor.drain()));
    this.#cancels.get("renew")?.();
  }

  get size(): number {
    return this.#executors.size;
  }

  #wake(ref: SessionRef): void {
    const key = keyOf(ref);
    if (this.#executors.get(key)?.releasing) this.#wokenWhileReleasing.add(key);
    if (this.#stopping || this.#executors.has(key) || this.#starting.has(key) || this.size >= this.#options.maxSessions) return;
    const taking = this.deps.leases
      .acquire(this.#options.id, ref, this.#options.leaseTtlMs)
      .then((lease) => (lease === undefined ? undefined : this.#execute(lease)));
    this.#track(key, taking);
  }

  async #claim(): Promise<void> {
    // After a sleep of the machine our own leases have lapsed, too. Who asks first keeps them; claiming them would fence our own executors.
    await this.#renew();
    const room = this.#options.maxSessions - this.size - this.#starting.size;
    if (this.#stopping || room <= 0) return;
    this.#claiming += 1;
    try {
      const leases = await this.deps.leases.claim(this.#options.id, Math.min(room, 64), this.#options.leaseTtlMs);
      for (const lease of leases) if (!this.#executors.has(keyOf(lease))) this.#track(keyOf(lease), this.#execute(lease));
    } finally {
      this.#claiming -= 1;
    }
  }

  #track(key: string, work: Promise<void>): void {
    const tracked = work.catch((error: unknown) => this.deps.logger.error("worker.start_failed", { key, error })).finally(() => this.#starting.delete(key));
    this.#starting.set(key, tracked);
  }

  async #execute(lease: Lease): Promise<void> {
    const executor = new SessionExecutor(this.deps, lease, (ended) => this.#ended(lease, ended));
    this.#executors.set(keyOf(lease), executor);
    try {
      await executor.start();
    } catch (error) {
      executor.fence("it could not be started");
      await this.deps.leases.release(lease);
      throw error;
    }
  }

  #ended(lease: Lease, executor: SessionExecutor): void {
    const key = keyOf(lease);
    if (this.#executors.get(key) !== executor) return;
    this.#executors.delete(key);
    if (this.#wokenWhileReleasing.delete(key)) this.#wake(lease);
  }

  async #renew(): Promise<void> {
    const held = await this.deps.leases.renew(this.#options.id, this.#options.leaseTtlMs);
    const epochs = new Map(held.map((lease) => [keyOf(lease), lease.epoch]));
    for (const [key, executor] of this.#executors) {
      if (!this.#starting.has(key) && epochs.get(key) !== executor.lease.epoch) executor.fence("the lease was not renewed");
    }
    await this.#giveBackIdle(held.filter((lease) => !this.#executors.has(keyOf(lease)) && !this.#starting.has(keyOf(lease))));
  }

  /**
   * Leases that no executor of ours works under: the store's answer was lost, or the executor gave up while the store was away. They are free for
   * the next claim. One that is just being taken is not seen a second time.
   */
  async #giveBackIdle(idle: readonly Lease[]): Promise<void> {
    const again = idle.filter((lease) => this.#idle.get(keyOf(lease)) === lease.epoch);
    this.#idle = new Map(this.#claiming > 0 ? [] : idle.map((lease) => [keyOf(lease), lease.epoch]));
    if (this.#claiming > 0) return;
    for (const lease of again) {
      this.deps.logger.warn("worker.lease_idle", { ...lease });
      await this.deps.leases.release(lease);
    }
  }

  #every(name: string, ms: number, work: () => Promise<void>): void {
    const tick = () => {
      this.#cancels.set(
        name,
        this.deps.clock.after(ms, () => {
          tick();
          this.#guard(`worker.${name}_failed`, work());
        }),
      );
    };
    tick();
  }

  /** Background work that is tried again on the next tick. */
  #guard(name: string, work: Promise<void>): void {
    work.catch((error: unknown) => this.deps.logger.warn(name, { error }));
  }
}

function keyOf({ tenant, session }: SessionRef): string {
  return `${tenant}/${session}`;
}
