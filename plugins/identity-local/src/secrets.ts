import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { Secret } from "@open-cowork/shared";

/** What a secret is for shows in its first letters, so that scanners and people recognise a leaked one. */
export const PREFIX = { link: "ocl_", login: "ocs_", token: "oct_" } as const;
export type CredentialKind = keyof typeof PREFIX;

const BYTES = 32;
const BODY = /^[\w-]{43}$/;

/** A new secret of 256 random bits, and the hash under which it is kept. */
export function newSecret(kind: CredentialKind): { secret: Secret; hash: string } {
  const value = PREFIX[kind] + randomBytes(BYTES).toString("base64url");
  return { secret: new Secret(value, kind), hash: hashOf(value) };
}

/** SHA-256 in hex. A slow hash is for passwords; nobody guesses 256 random bits. */
export function hashOf(value: string): string {
  return createHash("sha256").update(value).digest("hex");
}

/** Hash of a presented secret, or undefined for what cannot be one of this kind: that asks no database. */
export function presentedHash(kind: CredentialKind, secret: Secret): string | undefined {
  const value = secret.reveal();
  return value.startsWith(PREFIX[kind]) && BODY.test(value.slice(PREFIX[kind].length)) ? hashOf(value) : undefined;
}

/** Compares two hashes in time that does not depend on where they differ, in case a store matches loosely. */
export function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
