import type { Secret } from "@open-cowork/shared";
import type { TenantContext } from "../kernel/context.js";
import { token } from "../kernel/token.js";

/** A tenant's secrets, encrypted at rest. Write-only for people: `reveal` is for the parts of the host that use them. */
export interface SecretStore {
  put(ctx: TenantContext, name: string, value: Secret): Promise<void>;
  /** @throws AppError `secret.not_found`, `secret.undecryptable` (the row is kept) */
  reveal(ctx: TenantContext, name: string): Promise<Secret>;
  has(ctx: TenantContext, name: string): Promise<boolean>;
  /** Idempotent. */
  remove(ctx: TenantContext, name: string): Promise<void>;
  /** Encrypts everything of the tenant again under the newest key. Returns how many. */
  rotate(ctx: TenantContext): Promise<number>;
}
export const SECRET_STORE = token<SecretStore>("secrets.store");

/** Encrypted rows behind a SecretStore; sees ciphertext only. */
export interface SecretRows {
  get(ctx: TenantContext, name: string): Promise<Uint8Array | undefined>;
  put(ctx: TenantContext, name: string, sealed: Uint8Array): Promise<void>;
  remove(ctx: TenantContext, name: string): Promise<void>;
  names(ctx: TenantContext): Promise<string[]>;
}
export const SECRET_ROWS = token<SecretRows>("secrets.rows");

/** Resolves references in the host's own config (`{env:X}`, `{file:p}`, `{secret:n}`), never for a tenant. */
export interface SecretResolver {
  /** Schemes it answers for, such as `env`. */
  schemes: readonly string[];
  /**
   * @param base Absolute directory of the file that holds the reference; relative paths start there.
   * @returns undefined when nothing is set under that name.
   */
  resolve(scheme: string, name: string, base?: string): string | undefined;
}
