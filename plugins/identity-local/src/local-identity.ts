import { type Credential, type CredentialRecord, capRole, type IdentityProvider, type IdentityStore, type UserRecord } from "@open-cowork/core/authority";
import type { Clock, Log, Principal, RequestContext } from "@open-cowork/core/kernel";
import { type ApiToken, AppError, type LoginSession, newId, type Role, type Secret } from "@open-cowork/shared";
import type { Revocations } from "./revocations.js";
import { type CredentialKind, newSecret, presentedHash, sameHash } from "./secrets.js";

const LINK_TTL_MS = 15 * 60_000;
const LOGIN_TTL_MS = 30 * 24 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
/** How often "last seen" is written at most, for one credential. */
const TOUCH_MS = 60_000;

export interface LocalIdentityDeps {
  store: IdentityStore;
  revocations: Revocations;
  clock: Clock;
  log: Log;
}

/**
 * People and credentials in the workspace's own storage.
 *
 * Nothing is cached: each request asks the store once, by the hash of what was presented (an indexed row, about 0.3 ms), so a revoked or expired
 * credential is refused by every process from the next request on, with no invalidation to get wrong.
 */
export class LocalIdentity implements IdentityProvider {
  readonly #touched = new Map<string, number>();

  constructor(private readonly deps: LocalIdentityDeps) {}

  async authenticate(presented: Credential): Promise<Principal> {
    const { clock, revocations } = this.deps;
    const found = await this.#find(presented.kind === "cookie" ? "login" : "token", presented.value);
    if (!found || hasEnded(found.credential, clock.now())) throw new AppError("auth.invalid");
    revocations.watch(found.credential);
    this.#touch(found.credential);
    return principalOf(found.credential, found.user);
  }

  async createLoginLink({ ttlMs = LINK_TTL_MS }: { ttlMs?: number } = {}): Promise<Secret> {
    const { store, clock } = this.deps;
    const owner = await store.owner();
    await store.revokeCredential(owner.tenant, owner.id, "link", undefined, clock.now());
    return (await this.#create(owner, "link", { name: "Sign-in link", role: owner.role, ttlMs })).secret;
  }

  async redeemLoginLink(link: Secret, userAgent: string): Promise<{ cookie: Secret; principal: Principal; maxAgeMs: number }> {
    const { store, clock } = this.deps;
    const found = await this.#find("link", link);
    if (!found || hasEnded(found.credential, clock.now())) throw new AppError("auth.link_used");
    if (!(await store.useCredential(found.credential.hash, clock.now()))) throw new AppError("auth.link_used");
    const { user } = found;
    const { secret, record } = await this.#create(user, "login", { name: userAgent, role: user.role, ttlMs: LOGIN_TTL_MS });
    return { cookie: secret, principal: principalOf(record, user), maxAgeMs: LOGIN_TTL_MS };
  }

  async loginSessions(ctx: RequestContext): Promise<LoginSession[]> {
    const records = await this.#list(ctx, "login");
    const now = this.deps.clock.now();
    return records
      .filter((record) => !hasEnded(record, now))
      .map(({ id, name, createdAt, lastSeenAt }) => ({
        id,
        current: id === ctx.principal.credential,
        createdAt,
        lastSeenAt: lastSeenAt ?? createdAt,
        userAgent: name,
      }));
  }

  async revokeLogin(ctx: RequestContext, id: string): Promise<void> {
    await this.#revoke(ctx, "login", id);
  }

  async tokens(ctx: RequestContext): Promise<ApiToken[]> {
    return (await this.#list(ctx, "token")).map(tokenOf);
  }

  async createToken(ctx: RequestContext, input: { name: string; role: Role; expiresInDays?: number }): Promise<{ token: ApiToken; secret: Secret }> {
    const user = await this.#user(ctx);
    const { secret, record } = await this.#create(user, "token", {
      name: input.name,
      role: capRole(input.role, ctx.principal.role),
      ttlMs: input.expiresInDays === undefined ? undefined : input.expiresInDays * DAY_MS,
    });
    return { token: tokenOf(record), secret };
  }

  async revokeToken(ctx: RequestContext, id: string): Promise<void> {
    if (!(await this.#revoke(ctx, "token", id))) throw new AppError("token.not_found");
  }

  async #find(kind: CredentialKind, secret: Secret): Promise<{ credential: CredentialRecord; user: UserRecord } | undefined> {
    const hash = presentedHash(kind, secret);
    const found = hash === undefined ? undefined : await this.deps.store.findCredential(hash);
    return found && found.credential.kind === kind && sameHash(found.credential.hash, hash!) ? found : undefined;
  }

  async #create(user: UserRecord, kind: CredentialKind, options: { name: string; role: Role; ttlMs?: number }) {
    const now = this.deps.clock.now();
    const { secret, hash } = newSecret(kind);
    const record: CredentialRecord = {
      tenant: user.tenant,
      user: user.id,
      id: newId(now),
      kind,
      hash,
      name: options.name,
      role: options.role,
      createdAt: now,
      ...(options.ttlMs === undefined ? {} : { expiresAt: now + options.ttlMs }),
    };
    await this.deps.store.putCredential(record);
    return { secret, record };
  }

  #list(ctx: RequestContext, kind: CredentialKind): Promise<CredentialRecord[]> {
    return this.deps.store.listCredentials(ctx.tenant, ctx.principal.actor.id, kind);
  }

  /** Ends one of the caller's own and says so; false for an id that is not theirs, which nobody is told about. */
  async #revoke(ctx: RequestContext, kind: CredentialKind, id: string): Promise<boolean> {
    const own = (await this.#list(ctx, kind)).find((record) => record.id === id);
    if (!own) return false;
    await this.deps.store.revokeCredential(ctx.tenant, ctx.principal.actor.id, kind, id, this.deps.clock.now());
    this.deps.revocations.revoked(id);
    return true;
  }

  async #user(ctx: RequestContext): Promise<UserRecord> {
    const user = await this.deps.store.user(ctx.tenant, ctx.principal.actor.id);
    if (!user) throw new AppError("auth.invalid");
    return user;
  }

  /** Not awaited: nobody waits for a date that people look at once a month. */
  #touch({ id, hash, lastSeenAt = 0 }: CredentialRecord): void {
    const now = this.deps.clock.now();
    if (now - Math.max(lastSeenAt, this.#touched.get(id) ?? 0) < TOUCH_MS) return;
    for (const [other, at] of this.#touched) if (now - at >= TOUCH_MS) this.#touched.delete(other);
    this.#touched.set(id, now);
    this.deps.store.touchCredential(hash, now).catch((error: unknown) => this.deps.log.warn("identity.touch_failed", { credential: id, error }));
  }
}

function hasEnded(record: CredentialRecord, now: number): boolean {
  return record.revokedAt !== undefined || (record.expiresAt !== undefined && record.expiresAt <= now);
}

/** A token acts for its person, so both carry the person's id; the name says through what it was done. */
function principalOf(record: CredentialRecord, user: UserRecord): Principal {
  const isToken = record.kind === "token";
  return {
    tenant: user.tenant,
    actor: { kind: isToken ? "token" : "person", id: user.id, name: isToken ? `${user.name} (${record.name})` : user.name },
    role: isToken ? capRole(record.role, user.role) : user.role,
    credential: record.id,
  };
}

function tokenOf({ id, name, role, createdAt, expiresAt, lastSeenAt, revokedAt }: CredentialRecord): ApiToken {
  return { id, name, role, createdAt, expiresAt, lastUsedAt: lastSeenAt, revokedAt };
}
