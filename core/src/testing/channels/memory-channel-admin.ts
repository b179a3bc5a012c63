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
import { demand } from "../../authority/authorizer.js";
import { newPairingCode, pairingHash } from "../../channels/codes.js";
import { givenPolicy, givenRole } from "../../channels/policy.js";
import type { RequestContext } from "../../kernel/context.js";
import type { ChannelAdmin } from "../../transport/channels/home.js";
import { bindingOf, identityOf } from "./memory-channel-directory.js";
import { type MemoryChannelStore, remove } from "./memory-channel-store.js";

const PAIRING_MS = 15 * 60_000;

export class MemoryChannelAdmin implements ChannelAdmin {
  constructor(private readonly store: MemoryChannelStore) {}

  async bindings(ctx: RequestContext): Promise<Binding[]> {
    return this.store.reachable(ctx).map(bindingOf);
  }

  async update(ctx: RequestContext, binding: string, { enabled, policy }: { enabled?: boolean; policy?: BindingPolicy }): Promise<Binding> {
    demand(ctx.principal, "settings.write");
    const row = this.store.reach(ctx, binding);
    if (enabled !== undefined) row.enabled = enabled;
    if (policy !== undefined) row.policy = givenPolicy(policy, row.policy, ctx.principal);
    return bindingOf(row);
  }

  async identities(ctx: RequestContext, binding: string): Promise<ChannelIdentity[]> {
    return this.#of(ctx, binding, this.store.identities).map(identityOf);
  }

  async changeIdentity(ctx: RequestContext, identity: string, { role, blocked }: { role?: PersonRole; blocked?: boolean }): Promise<ChannelIdentity> {
    demand(ctx.principal, "settings.write");
    const row = this.store.identities.find(({ tenant, id }) => tenant === ctx.tenant && id === identity);
    if (!row) throw new AppError("channel.identity_unknown");
    if (role !== undefined) row.role = givenRole(role, ctx.principal);
    if (blocked !== undefined) row.blocked = blocked;
    return identityOf(row);
  }

  async invite(
    ctx: RequestContext,
    binding: string,
    { role, note = "", ttlMs = PAIRING_MS }: { role: PersonRole; note?: string; ttlMs?: number },
  ): Promise<{ pairing: Pairing; code: Secret }> {
    demand(ctx.principal, "settings.write");
    const code = newPairingCode();
    const hash = await pairingHash(code);
    this.store.reach(ctx, binding);
    const createdAt = this.store.clock.now();
    const pairing: Pairing = { id: newId(createdAt), binding, role: givenRole(role, ctx.principal), note, createdAt, expiresAt: createdAt + ttlMs };
    this.store.pairings.push({ ...pairing, tenant: ctx.tenant, hash });
    return { pairing, code: new Secret(code, "channel.pairing") };
  }

  async pairings(ctx: RequestContext, binding: string): Promise<Pairing[]> {
    const rows = this.#of(ctx, binding, this.store.pairings).reverse();
    return rows.map(({ tenant: _tenant, hash: _hash, ...pairing }) => pairing);
  }

  async revoke(ctx: RequestContext, pairing: string): Promise<void> {
    demand(ctx.principal, "settings.write");
    const row = this.store.pairings.find(({ tenant, id }) => tenant === ctx.tenant && id === pairing);
    if (row && row.usedAt === undefined) remove(this.store.pairings, row);
  }

  async refusals(ctx: RequestContext, binding: string): Promise<Refusal[]> {
    const rows = this.#of(ctx, binding, this.store.refusals).sort((a, b) => b.lastAt - a.lastAt);
    return rows.map(({ tenant: _tenant, ...refusal }) => refusal);
  }

  #of<T extends { tenant: string; binding: string }>(ctx: RequestContext, binding: string, rows: readonly T[]): T[] {
    this.store.reach(ctx, binding);
    return rows.filter((row) => row.tenant === ctx.tenant && row.binding === binding);
  }
}
