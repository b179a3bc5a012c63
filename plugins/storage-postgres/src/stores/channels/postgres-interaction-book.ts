import { grantee, newInteractionId, typedCode } from "@open-cowork/core/channels";
import type { RequestContext } from "@open-cowork/core/kernel";
import type { InteractionBook } from "@open-cowork/core/transport";
import type { Interaction } from "@open-cowork/shared";
import type { Database } from "../../database/pool.js";
import type { ChannelInteractionRow } from "../../entities/channel-threads.js";
import { type Columns, interactionOf, rowOf } from "./channel-rows.js";

const OFFER = { name: "offer_interaction", text: "select * from offer_interaction($1,$2,$3,$4,$5,$6,$7,$8,$9)" };
const FIND = { name: "find_interaction", text: "select * from find_interaction($1,$2,$3,$4)" };

const UNIQUE_VIOLATION = "23505";
/** Of 2^40 ids: even with a million open ones a third collision in a row does not happen. */
const TRIES = 3;

export class PostgresInteractionBook implements InteractionBook {
  constructor(
    private readonly database: Database,
    private readonly newId: () => string = newInteractionId,
  ) {}

  async offer(
    ctx: RequestContext,
    binding: string,
    { thread, session, kind, request }: Pick<Interaction, "thread" | "session" | "kind" | "request">,
    ttlMs: number,
  ): Promise<Interaction> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#one(OFFER, [ctx.tenant, grantee(ctx), binding, thread, session, kind, request, this.newId(), ttlMs]);
      } catch (error) {
        const isTaken = error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION;
        if (!isTaken || tries === TRIES) throw error;
      }
    }
  }

  async find(ctx: RequestContext, binding: string, id: string): Promise<Interaction> {
    return this.#one(FIND, [ctx.tenant, grantee(ctx), binding, typedCode(id)]);
  }

  async #one(statement: { name: string; text: string }, values: unknown[]): Promise<Interaction> {
    const [row] = await this.database.query<Columns>(statement, values);
    if (!row) throw new Error(`${statement.name} answered nothing`);
    return interactionOf(rowOf<ChannelInteractionRow>(row));
  }
}
