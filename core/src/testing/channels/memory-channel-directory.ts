import { AppError, type Binding, type ChannelIdentity, type ChatPerson, newId, type PersonRole, type Refusal } from "@open-cowork/shared";
import { higherRole } from "../../authority/authorizer.js";
import { grantee } from "../../channels/access.js";
import { pairingHash } from "../../channels/codes.js";
import { defaultPolicy } from "../../channels/policy.js";
import type { RequestContext } from "../../kernel/context.js";
import type { ChatProfile } from "../../transport/channels/provider.js";
import type { BindingLease, ChannelDirectory } from "../../transport/channels/stores.js";
import { type MemoryBinding, type MemoryChannelStore, remove } from "./memory-channel-store.js";

const MAX_REFUSALS = 1_000;
const SEEN_EVERY_MS = 60_000;

export class MemoryChannelDirectory implements ChannelDirectory {
  constructor(private readonly store: MemoryChannelStore) {}

  async connect(ctx: RequestContext, { provider, instance }: { provider: string; instance: string }, holder: string, ttlMs: number): Promise<BindingLease> {
    const credential = grantee(ctx);
    const { bindings, clock, revoked } = this.store;
    const known = bindings.find((row) => row.tenant === ctx.tenant && row.provider === provider && row.instance === instance);
    const row = known ?? this.#begin(ctx, provider, instance);
    if (credential !== undefined && !row.granted.has(credential)) {
      if (row.granted.size === 0 || [...row.granted].some((other) => !revoked.has(other))) throw new AppError("channel.binding_unknown");
      row.granted.add(credential);
    }
    const isHeld = row.holder !== undefined && row.leaseUntil > clock.now();
    if (isHeld && nodeOf(row.holder!) !== nodeOf(holder)) throw new AppError("channel.held");
    Object.assign(row, { holder, epoch: row.epoch + 1, leaseUntil: clock.now() + ttlMs, seenAt: clock.now() });
    return { binding: bindingOf(row), epoch: row.epoch };
  }

  async renew(ctx: RequestContext, binding: string, holder: string, ttlMs: number, profile?: ChatProfile): Promise<Binding> {
    const row = this.store.reach(ctx, binding);
    if (row.holder !== holder) throw new AppError("channel.held");
    const now = this.store.clock.now();
    Object.assign(row, { leaseUntil: now + ttlMs, seenAt: now });
    if (profile) Object.assign(row, { name: profile.name, handle: profile.handle, pairingLink: profile.pairingLink });
    return bindingOf(row);
  }

  async release(ctx: RequestContext, binding: string, holder: string): Promise<void> {
    const row = this.store.reach(ctx, binding);
    if (row.holder === holder) row.holder = undefined;
  }

  async identity(ctx: RequestContext, binding: string, person: ChatPerson): Promise<ChannelIdentity | undefined> {
    const { policy } = this.store.reach(ctx, binding);
    const known = this.#identity(ctx, binding, person);
    if (known) return identityOf(this.#seen(known, person));
    const allowed = policy.allow.find((entry) => entry.person === person.id);
    return allowed && this.#admit(ctx, binding, { ...person, name: person.name || allowed.name }, allowed.role);
  }

  async redeem(ctx: RequestContext, binding: string, person: ChatPerson, code: string): Promise<ChannelIdentity> {
    const hash = await pairingHash(code);
    this.store.reach(ctx, binding);
    const pairing = this.store.pairings.find((row) => row.tenant === ctx.tenant && row.binding === binding && row.hash === hash);
    const known = this.#identity(ctx, binding, person);
    if (!pairing || known?.blocked) throw new AppError("channel.pairing_invalid");
    if (known && pairing.usedBy === known.id) return identityOf(known);
    const now = this.store.clock.now();
    if (pairing.usedAt !== undefined || pairing.expiresAt <= now) throw new AppError("channel.pairing_invalid");
    const identity = known ? identityOf(this.#seen(known, person)) : this.#admit(ctx, binding, person, pairing.role);
    if (known) identity.role = known.role = higherRole(known.role, pairing.role);
    Object.assign(pairing, { usedAt: now, usedBy: identity.id });
    return identity;
  }

  async refused(ctx: RequestContext, binding: string, reason: Refusal["reason"], person: Pick<ChatPerson, "id"> & Partial<ChatPerson>): Promise<void> {
    this.store.reach(ctx, binding);
    const { refusals, clock } = this.store;
    const ofBinding = refusals.filter((row) => row.tenant === ctx.tenant && row.binding === binding);
    const known = ofBinding.find((row) => row.reason === reason && row.person.id === person.id);
    const at = clock.now();
    if (known) return void Object.assign(known, { person: { ...known.person, ...person }, count: known.count + 1, lastAt: at });
    refusals.push({ tenant: ctx.tenant, binding, reason, person: { ...person }, count: 1, firstAt: at, lastAt: at });
    if (ofBinding.length < MAX_REFUSALS) return;
    remove(
      refusals,
      ofBinding.reduce((oldest, row) => (row.lastAt < oldest.lastAt ? row : oldest)),
    );
  }

  #begin({ tenant, principal }: RequestContext, provider: string, instance: string): MemoryBinding {
    const createdAt = this.store.clock.now();
    const row: MemoryBinding = {
      ...{ tenant, id: newId(createdAt), provider, instance, name: instance, enabled: true, policy: defaultPolicy(), createdAt },
      ...{ granted: new Set([principal.credential]), epoch: 0, leaseUntil: 0 },
    };
    this.store.bindings.push(row);
    return row;
  }

  #identity({ tenant }: RequestContext, binding: string, { id }: ChatPerson) {
    return this.store.identities.find((row) => row.tenant === tenant && row.binding === binding && row.person.id === id);
  }

  #admit({ tenant }: RequestContext, binding: string, person: ChatPerson, role: PersonRole): ChannelIdentity {
    const now = this.store.clock.now();
    const row = { tenant, id: newId(now), binding, person: { ...person }, role, blocked: false, createdAt: now, seenAt: now };
    this.store.identities.push(row);
    return identityOf(row);
  }

  /** Not written for each message: a minute is close enough. */
  #seen<T extends ChannelIdentity>(row: T, person: ChatPerson): T {
    const now = this.store.clock.now();
    row.person = { ...person, name: person.name || row.person.name };
    if (now - (row.seenAt ?? 0) >= SEEN_EVERY_MS) row.seenAt = now;
    return row;
  }
}

export function bindingOf({ tenant: _tenant, granted: _granted, holder: _holder, epoch: _epoch, leaseUntil: _lease, ...binding }: MemoryBinding): Binding {
  return binding;
}

export function identityOf({ id, binding, person, role, blocked, createdAt, seenAt }: ChannelIdentity): ChannelIdentity {
  return { id, binding, person: { ...person }, role, blocked, createdAt, seenAt };
}

/** `node` of `node.boot`. */
function nodeOf(holder: string): string {
  return holder.replace(/\.[^.]*$/, "");
}
