import type { Clock } from "../kernel/clock.js";
import type { TenantContext } from "../kernel/context.js";
import type { Log } from "../kernel/log.js";
import type { EventBus } from "../transport/ports.js";
import type { EventLog, TailSink } from "./ports.js";
import { SessionTail } from "./tail.js";

/** How often lost announcements are looked for: one query for all watched sessions of the process. */
const REPAIR_MS = 3_000;

/** All tails of a process and the one cheap query that repairs them. */
export class Tails {
  readonly #open = new Set<SessionTail>();
  #cancelRepair: () => void = () => undefined;
  #stopGap: () => void = () => undefined;
  #stopped = false;

  constructor(private readonly deps: { log: EventLog; bus: EventBus; clock: Clock; logger: Log }) {}

  start(): void {
    this.#stopGap = this.deps.bus.onGap(() => void this.#repair());
    this.#schedule();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelRepair();
    this.#stopGap();
    for (const tail of this.#open) tail.close();
    this.#open.clear();
  }

  async open(ctx: TenantContext, session: string, after: number, sink: TailSink): Promise<() => void> {
    const tail = new SessionTail(this.deps, ctx, session, after, sink);
    this.#open.add(tail);
    try {
      await tail.open();
    } catch (error) {
      this.#open.delete(tail);
      throw error;
    }
    return () => {
      this.#open.delete(tail);
      tail.close();
    };
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#cancelRepair = this.deps.clock.after(REPAIR_MS, () => void this.#repair().then(() => this.#schedule()));
  }

  async #repair(): Promise<void> {
    if (this.#open.size === 0) return;
    try {
      const refs = new Map([...this.#open].map(({ ref }) => [`${ref.tenant}/${ref.session}`, ref]));
      const heads = new Map((await this.deps.log.heads([...refs.values()])).map((row) => [`${row.tenant}/${row.session}`, row.head]));
      for (const tail of this.#open) tail.known(heads.get(`${tail.ref.tenant}/${tail.ref.session}`));
    } catch (error) {
      this.deps.logger.warn("tail.repair_failed", { error });
    }
  }
}
