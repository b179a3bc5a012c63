import { defaultPolicy, grantee, pairingHash } from "@open-cowork/core/channels";
import type { RequestContext } from "@open-cowork/core/kernel";
import type { BindingLease, ChannelDirectory, ChatProfile } from "@open-cowork/core/transport";
import { type Binding, type ChannelIdentity, type ChatPerson, newId, type Refusal } from "@open-cowork/shared";
import type { Database } from "../../database/pool.js";
import type { ChannelBindingRow, ChannelIdentityRow } from "../../entities/channel-people.js";
import { storable } from "../text.js";
import { bindingOf, type Columns, identityOf, personValues, rowOf } from "./channel-rows.js";

const CONNECT = { name: "connect_binding", text: "select * from connect_binding($1,$2,$3,$4,$5,$6,$7,$8,$9)" };
const RENEW = { name: "renew_binding", text: "select * from renew_binding($1,$2,$3,$4,$5,$6,$7,$8,$9)" };
const RELEASE = { name: "release_binding", text: "select release_binding($1,$2,$3,$4)" };
const IDENTITY = { name: "find_identity", text: "select * from find_identity($1,$2,$3,$4,$5,$6,$7)" };
const REDEEM = { name: "redeem_pairing", text: "select * from redeem_pairing($1,$2,$3,$4,$5,$6,$7,$8)" };
const REFUSED = { name: "count_refusal", text: "select count_refusal($1,$2,$3,$4,$5,$6,$7,$8)" };

/** Rows of refusals that a binding keeps: a crowd of strangers fills no table. */
const KEPT_REFUSALS = 1_000;

/** Leases by the database's clock. Each call is one statement. */
export class PostgresChannelDirectory implements ChannelDirectory {
  constructor(private readonly database: Database) {}

  async connect(ctx: RequestContext, { provider, instance }: { provider: string; instance: string }, holder: string, ttlMs: number): Promise<BindingLease> {
    const values = [ctx.tenant, grantee(ctx), ctx.principal.credential, newId(), provider, instance, JSON.stringify(defaultPolicy()), holder, ttlMs];
    const row = rowOf<ChannelBindingRow>(one(await this.database.query<Columns>(CONNECT, values)));
    return { binding: bindingOf(row), epoch: row.epoch };
  }

  async renew(ctx: RequestContext, binding: string, holder: string, ttlMs: number, profile?: ChatProfile): Promise<Binding> {
    const told = [profile?.name, profile?.handle, profile?.pairingLink].map((text) => (text === undefined ? null : storable(text)));
    const values = [ctx.tenant, grantee(ctx), binding, holder, ttlMs, profile !== undefined, ...told];
    return bindingOf(rowOf(one(await this.database.query<Columns>(RENEW, values))));
  }

  async release(ctx: RequestContext, binding: string, holder: string): Promise<void> {
    await this.database.query(RELEASE, [ctx.tenant, grantee(ctx), binding, holder]);
  }

  async identity(ctx: RequestContext, binding: string, person: ChatPerson): Promise<ChannelIdentity | undefined> {
    const [row] = await this.database.query<Columns>(IDENTITY, [ctx.tenant, grantee(ctx), binding, newId(), ...personValues(person)]);
    return row && identityOf(rowOf<ChannelIdentityRow>(row));
  }

  async redeem(ctx: RequestContext, binding: string, person: ChatPerson, code: string): Promise<ChannelIdentity> {
    const values = [ctx.tenant, grantee(ctx), binding, await pairingHash(code), newId(), ...personValues(person)];
    return identityOf(rowOf(one(await this.database.query<Columns>(REDEEM, values))));
  }

  async refused(ctx: RequestContext, binding: string, reason: Refusal["reason"], person: Pick<ChatPerson, "id"> & Partial<ChatPerson>): Promise<void> {
    await this.database.query(REFUSED, [ctx.tenant, grantee(ctx), binding, reason, ...personValues(person), KEPT_REFUSALS]);
  }
}

function one<T>([row]: readonly T[]): T {
  if (row === undefined) throw new Error("the database answered no row");
  return row;
}
