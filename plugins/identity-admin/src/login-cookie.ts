import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Secret } from "@open-cowork/shared";

/** What a login cookie says, once it is proved. */
export interface Login {
  /** Random; names the login session. */
  id: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

const SHAPE = /^ocs_([\w-]{22})\.(\d{1,16})\.([\w-]{43})$/;

/** A new login session. */
export function newLogin(expiresAt: number): Login {
  return { id: randomBytes(16).toString("base64url"), expiresAt };
}

/** `ocs_<id>.<expiry>.<HMAC-SHA-256 of both, keyed by the token>`: nothing is kept for it, and another token leaves none of them valid. */
export function sealLogin(login: Login, key: Secret): string {
  return `ocs_${login.id}.${login.expiresAt}.${sealOf(login, key).toString("base64url")}`;
}

/** The login of a cookie that was sealed with this key; undefined for any other text. Says nothing of expiry. */
export function openLogin(cookie: Secret, key: Secret): Login | undefined {
  const [, id, expiry, seal] = SHAPE.exec(cookie.reveal()) ?? [];
  if (id === undefined || expiry === undefined || seal === undefined) return undefined;
  const login = { id, expiresAt: Number(expiry) };
  return timingSafeEqual(Buffer.from(seal, "base64url"), sealOf(login, key)) ? login : undefined;
}

function sealOf({ id, expiresAt }: Login, key: Secret): Buffer {
  return createHmac("sha256", key.reveal()).update(`open-cowork.admin-login\n${id}\n${expiresAt}`).digest();
}
