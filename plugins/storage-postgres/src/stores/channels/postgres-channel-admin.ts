import { demand } from "@open-cowork/core/authority";
import { givenPolicy, givenRole, grantee, newPairingCode, pairingHash } from "@open-cowork/core/channels";
import type { RequestContext } from "@open-cowork/core/kernel";
import type { ChannelAdmin } from "@open-cowork/core/transport";
import {
  AppError,
  type Binding,
  type BindingPolicy,
  type ChannelIdentity,
  newId,
  type Pairing,
  type PersonRole,
  type Refusal,
  Secret,
} from "@open-cowork/shared";
import type { EntityManager } from "typeorm";
import type { TenantRows } from "../../database/tenant-rows.js";
import type { ChannelBindingRow, ChannelIdentityRow, ChannelPairingRow, ChannelRefusalRow } from "../../entities/channel-people.js";
import { storable } from "../text.js";
import { bindingOf, identityOf, pairingOf, refusalOf } from "./channel-rows.js";

const PAIRING_MS = 15 * 60_000;
const BY_AGE = { createdAt: "ASC", id: "ASC" } as const;

export class PostgresChannelAdmin implements ChannelAdmin {
  constructor(private readonly rows: TenantRows) {}

  async bindings(ctx: RequestContext): Promise<Binding[]> {
    const credential = grantee(ctx);
    const where = { tenant: ctx.tenant };
    const all = await this.rows.in(ctx, (db) => db.find<ChannelBindingRow>("channel_binding", { where, order: BY_AGE }));
    return all.filter(({ granted }) => credential === undefined || granted.includes(credential)).map(bindingOf);
  }

  async update(ctx: RequestContext, binding: string, { enabled, policy }: { enabled?: boolean; policy?: BindingPolicy }): Promise<Binding> {
    demand(ctx.principal, "settings.write");
    return this.rows.in(ctx, async (db) => {
      const row = await reach(db, ctx, binding, { forUpdate: true });
      if (enabled !== undefined) row.enabled = enabled;
      if (policy !== undefined) row.policy = storablePolicy(givenPolicy(policy, row.policy, ctx.principal));
      await db.update<ChannelBindingRow>("channel_binding", { tenant: ctx.tenant, id: row.id }, { enabled: row.enabled, policy: row.policy });
      return bindingOf(row);
    });
  }

  async identities(ctx: RequestContext, binding: string): Promise<ChannelIdentity[]> {
    const where = { tenant: ctx.tenant, binding };
    const found = await this.#of(ctx, binding, (db) => db.find<ChannelIdentityRow>("channel_identity", { where, order: BY_AGE }));
    return found.map(identityOf);
  }

  async changeIdentity(ctx: RequestContext, identity: string, { role, blocked }: { role?: PersonRole; blocked?: boolean }): Promise<ChannelIdentity> {
    demand(ctx.principal, "settings.write");
    const where = { tenant: ctx.tenant, id: storable(identity) };
    return this.rows.in(ctx, async (db) => {
      const row = await db.findOne<ChannelIdentityRow>("channel_identity", { where, lock: { mode: "pessimistic_write" } });
      if (!row) throw new AppError("channel.identity_unknown");
      if (role !== undefined) row.role = givenRole(role, ctx.principal);
      if (blocked !== undefined) row.blocked = blocked;
      await db.update<ChannelIdentityRow>("channel_identity", where, { role: row.role, blocked: row.blocked });
      return identityOf(row);
    });
  }

  async invite(
    ctx: RequestContext,
    binding: string,
    { role, note = "", ttlMs = PAIRING_MS }: { role: PersonRole; note?: string; ttlMs?: number },
  ): Promise<{ pairing: Pairing; code: Secret }> {
    demand(ctx.principal, "settings.write");
    const code = newPairingCode();
    const hash = await pairingHash(code);
    return this.rows.in(ctx, async (db) => {
      const { id: of } = await reach(db, ctx, binding);
      const createdAt = await serverTime(db);
      const made = { id: newId(createdAt), binding: of, role: givenRole(role, ctx.principal), note: storable(note), createdAt, expiresAt: createdAt + ttlMs };
      const row: ChannelPairingRow = { ...made, tenant: ctx.tenant, hash, usedAt: null, usedBy: null };
      await db.insert<ChannelPairingRow>("channel_pairing", row);
      return { pairing: pairingOf(row), code: new Secret(code, "channel.pairing") };
    });
  }

  async pairings(ctx: RequestContext, binding: string): Promise<Pairing[]> {
    const order = { createdAt: "DESC", id: "DESC" } as const;
    const where = { tenant: ctx.tenant, binding };
    const found = await this.#of(ctx, binding, (db) => db.find<ChannelPairingRow>("channel_pairing", { where, order }));
    return found.map(pairingOf);
  }

  async revoke(ctx: RequestContext, pairing: string): Promise<void> {
    demand(ctx.principal, "settings.write");
    const where = { tenant: ctx.tenant, id: storable(pairing) };
    await this.rows.in(ctx, (db) => db.createQueryBuilder().delete().from("channel_pairing").where(where).andWhere("used_at is null").execute());
  }

  async refusals(ctx: RequestContext, binding: string): Promise<Refusal[]> {
    const where = { tenant: ctx.tenant, binding };
    const found = await this.#of(ctx, binding, (db) => db.find<ChannelRefusalRow>("channel_refusal", { where, order: { lastAt: "DESC" } }));
    return found.map(refusalOf);
  }

  #of<T>(ctx: RequestContext, binding: string, find: (db: EntityManager) => Promise<T>): Promise<T> {
    return this.rows.in(ctx, async (db) => {
      await reach(db, ctx, binding);
      return find(db);
    });
  }
}

/** @throws AppError `channel.binding_unknown` */
async function reach(db: EntityManager, ctx: RequestContext, id: string, { forUpdate = false } = {}): Promise<ChannelBindingRow> {
  const credential = grantee(ctx);
  const lock = forUpdate ? { lock: { mode: "pessimistic_write" as const } } : {};
  const row = await db.findOne<ChannelBindingRow>("channel_binding", { where: { tenant: ctx.tenant, id: storable(id) }, ...lock });
  if (!row || (credential !== undefined && !row.granted.includes(credential))) throw new AppError("channel.binding_unknown");
  return row;
}

/** The clock that decides later whether it has lapsed. */
async function serverTime(db: EntityManager): Promise<number> {
  const [row] = (await db.query("select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as now")) as { now: number }[];
  return row!.now;
}

/** Functions of the database look into it, and text that they read may hold no NUL. */
function storablePolicy(policy: BindingPolicy): BindingPolicy {
  return {
    ...policy,
    allow: policy.allow.map(({ person, name, role }) => ({ person: storable(person), name: storable(name), role })),
    ...(policy.agent === undefined ? {} : { agent: storable(policy.agent) }),
  };
}
