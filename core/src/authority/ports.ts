import type { ApiToken, LoginSession, Role, Secret } from "@open-cowork/shared";
import type { Principal, RequestContext } from "../kernel/context.js";
import { token } from "../kernel/token.js";

export interface Lease {
  tenant: string;
  session: string;
  worker: string;
  /** Grows by one at each acquisition, for ever; fences every write of the executor. */
  epoch: number;
}

/**
 * The right to execute a session now. Times are the store's own clock, so workers' clocks do not matter.
 * Every call is one statement. A lease that is not renewed lapses after `ttlMs` and may be taken by anyone.
 */
export interface LeaseStore {
  /**
   * Takes a free or lapsed session; undefined when another worker holds it or the session is gone (a deleted one can be taken until it is purged).
   * For the worker that holds it already this is a new acquisition with a new epoch: a worker whose answer was lost asks again, and fences itself.
   */
  acquire(worker: string, session: { tenant: string; session: string }, ttlMs: number): Promise<Lease | undefined>;
  /**
   * Takes up to `limit` sessions of any tenant that nobody holds (or whose holder lapsed) and that need a worker: something after the last
   * `release(seen)` asks for one, or a run is under way. A run that waits for a decision needs nobody until something new asks.
   */
  claim(worker: string, limit: number, ttlMs: number): Promise<Lease[]>;
  /** Renews all leases of the worker in one statement and returns those it still holds. */
  renew(worker: string, ttlMs: number): Promise<Lease[]>;
  /**
   * Gives the lease back. With `seen`, only if nothing after that sequence number asks for a worker; false means: there is more to do and the lease is kept.
   * Without it, unfinished work is left for the next worker. True when the lease was lost before: nothing is left to give back.
   */
  release(lease: Lease, seen?: number): Promise<boolean>;
  /** Frees what earlier boots of this node held, that is the workers named `<nodeId>.<anything>`; call at start, when the data directory's lock proves that they are dead. */
  releaseNode(nodeId: string, exceptWorker: string): Promise<number>;
  /** Current holder, for control messages. */
  holder(session: { tenant: string; session: string }): Promise<string | undefined>;
}
export const LEASE_STORE = token<LeaseStore>("authority.leases");

/** Proof of who asks, as taken from a request. */
export type Credential = { kind: "cookie"; value: Secret } | { kind: "bearer"; value: Secret };

/** People, their login sessions and API tokens. Credentials are stored hashed; revocation is effective at the next call. */
export interface IdentityProvider {
  /** Fails with `auth.invalid` for an unknown, expired or revoked credential. */
  authenticate(credential: Credential): Promise<Principal>;
  /** Makes a sign-in link secret for the owner (created on first use). One use; expires after `ttlMs` (default 15 min). Earlier unused links stop working. */
  createLoginLink(options?: { ttlMs?: number }): Promise<Secret>;
  /** Exchanges a link secret for a new login session; `auth.link_used` when it was used or has expired. */
  redeemLoginLink(link: Secret, userAgent: string): Promise<{ cookie: Secret; principal: Principal; maxAgeMs: number }>;
  loginSessions(ctx: RequestContext): Promise<LoginSession[]>;
  /** Ends a login session of the caller. Idempotent. */
  revokeLogin(ctx: RequestContext, id: string): Promise<void>;
  tokens(ctx: RequestContext): Promise<ApiToken[]>;
  /** The secret is returned once. The token's role is capped at the maker's own. */
  createToken(ctx: RequestContext, input: { name: string; role: Role; expiresInDays?: number }): Promise<{ token: ApiToken; secret: Secret }>;
  revokeToken(ctx: RequestContext, id: string): Promise<void>;
}
export const IDENTITY = token<IdentityProvider>("authority.identity");

/** Told when credentials stop being valid, so that open streams are closed at once. */
export interface RevocationFeed {
  onRevoked(listener: (credential: string) => void): () => void;
}
export const REVOCATIONS = token<RevocationFeed>("authority.revocations");

/** Rows behind IdentityProvider; hashes only. `tenant` comes from the looked-up row, since a credential names no tenant. */
export interface IdentityStore {
  owner(): Promise<UserRecord>;
  user(tenant: string, id: string): Promise<UserRecord | undefined>;
  putCredential(record: CredentialRecord): Promise<void>;
  findCredential(hash: string): Promise<{ credential: CredentialRecord; user: UserRecord } | undefined>;
  /** Sets usedAt if it is unset and returns whether this call set it: the one-use guarantee. */
  useCredential(hash: string, at: number): Promise<boolean>;
  touchCredential(hash: string, at: number): Promise<void>;
  listCredentials(tenant: string, user: string, kind: CredentialRecord["kind"]): Promise<CredentialRecord[]>;
  /** Revokes one, or (id undefined) all unused of the kind. */
  revokeCredential(tenant: string, user: string, kind: CredentialRecord["kind"], id: string | undefined, at: number): Promise<void>;
}
export interface UserRecord {
  tenant: string;
  id: string;
  name: string;
  role: Role;
}
export interface CredentialRecord {
  tenant: string;
  user: string;
  id: string;
  kind: "link" | "login" | "token";
  /** SHA-256 of the secret, hex. Secrets are 256 random bits, so a slow hash would add nothing. */
  hash: string;
  name: string;
  role: Role;
  createdAt: number;
  expiresAt?: number;
  usedAt?: number;
  lastSeenAt?: number;
  revokedAt?: number;
}
export const IDENTITY_STORE = token<IdentityStore>("authority.identity-store");

export const PERMISSIONS = [
  "session.read",
  "session.write",
  "session.delete",
  "approval.answer",
  "settings.read",
  "settings.write",
  "token.own",
  "token.any",
  "status.read",
  "channel.serve",
] as const;
export type Permission = (typeof PERMISSIONS)[number];
