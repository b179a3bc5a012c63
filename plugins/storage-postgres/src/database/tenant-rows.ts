import type { TenantContext } from "@open-cowork/core/kernel";
import { AppError } from "@open-cowork/shared";
import type { DataSource, EntityManager } from "typeorm";
import { toAppError } from "./errors.js";
import type { DatabaseOptions } from "./pool.js";

const CONNECTIONS = 3;

/**
 * TypeORM for the small tables, each unit of work in a transaction that names its tenant for row-level security. Loaded at first use:
 * it is a tenth of a second that a start need not wait for.
 */
export class TenantRows {
  #source: Promise<DataSource> | undefined;
  #closed = false;

  constructor(private readonly options: DatabaseOptions) {}

  async in<T>(ctx: TenantContext, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      const source = await this.#open();
      return await source.transaction(async (manager) => {
        await manager.query("select set_config('open_cowork.tenant', $1, true)", [ctx.tenant]);
        return work(manager);
      });
    } catch (error) {
      throw toAppError(error);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    // One that failed to open has nothing to close, and its caller was told.
    const source = await this.#source?.catch(() => undefined);
    await source?.destroy();
  }

  #open(): Promise<DataSource> {
    if (this.#closed) throw new AppError("storage.unavailable");
    this.#source ??= this.#load().catch((error: unknown) => {
      this.#source = undefined;
      throw error;
    });
    return this.#source;
  }

  async #load(): Promise<DataSource> {
    const { createDataSource } = await import("./data-source.js");
    return createDataSource(this.options, CONNECTIONS).initialize();
  }
}
