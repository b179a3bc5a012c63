/** Identifier of a tenant, member, session, command, run, artifact …: a ULID unless the doc of the field says otherwise. */
export type Id = string;

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * A new ULID (https://github.com/ulid/spec): 10 characters of `timeMs`, 16 of randomness, Crockford base32.
 * Sorts by time to the millisecond; within one millisecond the order is random.
 */
export function newId(timeMs: number = Date.now()): Id {
  let time = "";
  for (let rest = timeMs, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = ALPHABET[rest % 32] + time;
  let random = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) random += ALPHABET[byte % 32];
  return time + random;
}

/** What an id in a path or a body may look like: 1–64 characters, no separators, so that it is safe in a URL and a topic name. */
export const ID_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;
