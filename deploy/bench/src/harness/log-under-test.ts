import { randomUUID } from "node:crypto";
import { silentLog } from "@open-cowork/core/kernel";
import { PublishingLog } from "@open-cowork/core/sessions";
import { LocalBus } from "@open-cowork/core/transport";
import { event, newId } from "@open-cowork/shared";
import { openStorage, type Storage } from "@open-cowork/storage-postgres";
import type { BenchContext } from "../benchmark.js";

/** A thread that this process holds the lease of, as a worker does while it executes. */
export interface LeasedThread {
  tenant: string;
  session: string;
  epoch: number;
}

const HOUR_MS = 3_600_000;

/** The log of the product over a database, with threads to append to. */
export class LogUnderTest {
  readonly bus = new LocalBus();
  readonly publishing: PublishingLog;

  private constructor(
    readonly storage: Storage,
    private readonly tenant: string,
  ) {
    this.publishing = new PublishingLog(storage.log, this.bus);
  }

  static async open(context: Pick<BenchContext, "defer">, options: { url: string; connections: number }): Promise<LogUnderTest> {
    const storage = await openStorage({ url: options.url, dataDir: "", log: silentLog, poolSize: options.connections });
    context.defer(() => storage.close());
    return new LogUnderTest(storage, (await storage.identities.owner()).tenant);
  }

  async thread(): Promise<LeasedThread> {
    const [session, by] = [newId(), { kind: "system", id: "bench", name: "Benchmark" } as const];
    await this.storage.log.append(
      { tenant: this.tenant },
      { session, epoch: null, create: true, events: [event("session.created", { title: "Benchmark", by })] },
    );
    const lease = await this.storage.leases.acquire(`bench.${randomUUID()}`, { tenant: this.tenant, session }, HOUR_MS);
    if (lease === undefined) throw new Error("The lease of a new thread was not free");
    return { tenant: this.tenant, session, epoch: lease.epoch };
  }
}
