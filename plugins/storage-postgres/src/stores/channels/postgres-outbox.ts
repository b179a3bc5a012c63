import { grantee } from "@open-cowork/core/channels";
import type { RequestContext } from "@open-cowork/core/kernel";
import type { Outbox } from "@open-cowork/core/transport";
import { AppError, type Delivery, type DeliveryInput, newId, type SendOutcome } from "@open-cowork/shared";
import type { Database, Statement } from "../../database/pool.js";
import type { ChannelDeliveryRow } from "../../entities/channel-queues.js";
import { binaryTextArray } from "../batch-arrays.js";
import { storable } from "../text.js";
import { type Columns, deliveryOf, rowOf } from "./channel-rows.js";

const PUT = { name: "put_deliveries", text: "select * from put_deliveries($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)" };
const BEGIN = { name: "begin_delivery", text: "select * from begin_delivery($1,$2,$3,$4,$5)" };
const SETTLE = { name: "settle_delivery", text: "select * from settle_delivery($1,$2,$3,$4,$5,$6,$7,$8,$9)" };
const OPEN = { name: "open_deliveries", text: "select * from open_deliveries($1,$2,$3)" };
const LIST = { name: "list_deliveries", text: "select * from list_deliveries($1,$2,$3,$4,$5,$6)" };
const CHANGE = { name: "change_delivery", text: "select * from change_delivery($1,$2,$3,$4)" };

export class PostgresOutbox implements Outbox {
  constructor(private readonly database: Database) {}

  async put(ctx: RequestContext, binding: string, thread: string, deliveries: readonly DeliveryInput[], cursor?: number): Promise<Delivery[]> {
    const inputs = [...newestByKey(deliveries).values()];
    const now = Date.now();
    const columns = [inputs.map(() => newId(now)), inputs.map(({ key }) => storable(key)), inputs.map(({ ordinal }) => ordinal)];
    const contents = binaryTextArray(inputs.map(({ content }) => JSON.stringify(content)));
    const values = [ctx.tenant, grantee(ctx), binding, thread, ...columns, inputs.map(({ revision }) => revision), contents, cursor ?? null];
    const rows = new Map((await this.#rows(PUT, values)).map((row) => [row.key, row]));
    return deliveries.map(({ key }) => {
      const row = rows.get(storable(key));
      if (!row) throw new Error("put_deliveries left out a key");
      return row;
    });
  }

  async begin(ctx: RequestContext, binding: string, delivery: string, epoch: number): Promise<Delivery | undefined> {
    const [row] = await this.#rows(BEGIN, [ctx.tenant, grantee(ctx), binding, delivery, epoch]);
    return row;
  }

  async settle(
    ctx: RequestContext,
    binding: string,
    delivery: string,
    revision: number,
    outcome: SendOutcome | { state: "dead"; reason: string },
  ): Promise<Delivery> {
    const message = outcome.state === "delivered" ? storable(outcome.message) : null;
    const wait = outcome.state === "deferred" ? outcome.retryAfterMs : 0;
    const values = [ctx.tenant, grantee(ctx), binding, delivery, revision, outcome.state, message, wait, errorOf(outcome)];
    return this.#one(SETTLE, values);
  }

  async open(ctx: RequestContext, binding: string): Promise<Delivery[]> {
    return this.#rows(OPEN, [ctx.tenant, grantee(ctx), binding]);
  }

  async list(
    ctx: RequestContext,
    { binding, state, limit, cursor }: { binding?: string; state?: Delivery["state"]; limit: number; cursor?: string },
  ): Promise<{ items: Delivery[]; next?: string }> {
    if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw new AppError("request.bad_cursor");
    const values = [ctx.tenant, grantee(ctx), binding ?? null, state ?? null, limit + 1, cursor ?? null];
    const rows = (await this.database.query<Columns>(LIST, values)).map((row) => rowOf<ChannelDeliveryRow>(row));
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { items: page.map(deliveryOf), ...(rows.length > limit && last ? { next: String(last.seq) } : {}) };
  }

  async retry(ctx: RequestContext, delivery: string): Promise<Delivery> {
    return this.#one(CHANGE, [ctx.tenant, grantee(ctx), delivery, false]);
  }

  async bury(ctx: RequestContext, delivery: string): Promise<Delivery> {
    return this.#one(CHANGE, [ctx.tenant, grantee(ctx), delivery, true]);
  }

  async #rows(statement: Statement, values: unknown[]): Promise<Delivery[]> {
    return (await this.database.query<Columns>(statement, values)).map((row) => deliveryOf(rowOf(row)));
  }

  async #one(statement: Statement, values: unknown[]): Promise<Delivery> {
    const [row] = await this.#rows(statement, values);
    if (!row) throw new Error(`${statement.name} answered nothing`);
    return row;
  }
}

/** One statement cannot change a row twice: of several with one key the newest counts, the first of equals. */
function newestByKey(deliveries: readonly DeliveryInput[]): Map<string, DeliveryInput> {
  const newest = new Map<string, DeliveryInput>();
  for (const delivery of deliveries) {
    const key = storable(delivery.key);
    const known = newest.get(key);
    if (!known || delivery.revision > known.revision) newest.set(key, delivery);
  }
  return newest;
}

function errorOf(outcome: SendOutcome | { state: "dead"; reason: string }): string | null {
  if (outcome.state === "delivered") return null;
  return storable(outcome.state === "refused" ? `${outcome.code}: ${outcome.reason}` : outcome.reason);
}
