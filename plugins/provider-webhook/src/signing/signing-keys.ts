import { createHmac, timingSafeEqual } from "node:crypto";
import type { Clock } from "@open-cowork/core/kernel";
import { AppError, type Secret } from "@open-cowork/shared";

/** The standard asks for 24 to 64 bytes. */
const MIN_KEY_BYTES = 24;
/** How far the time in a signature may be from ours. */
const TOLERANCE_S = 5 * 60;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** More than that is no change of keys but somebody who tries. */
const MOST_SIGNATURES = 16;

export interface PreviousSecret {
  secret: Secret;
  /** ISO 8601. */
  until: string;
}

/** How a request is signed: by a secret that is valid, by whoever but long ago or in the future, or by none of ours. */
export type Verdict = "genuine" | "stale" | "forged";

/**
 * The secrets that are valid now, by Standard Webhooks. Requests carry a signature for each, so that the other side may change over whenever it likes.
 * The reference library hashes in JavaScript, some twenty times slower than Node does: whoever is not known yet must not cost that, so it is the other side of the tests.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export class SigningKeys {
  readonly #current: Buffer;
  readonly #previous: { key: Buffer; until: number }[];

  /** @throws AppError `config.invalid` for a secret that is blank, short or no base64 */
  constructor(
    current: Secret,
    previous: readonly PreviousSecret[],
    private readonly clock: Clock,
  ) {
    this.#current = keyOf(current);
    this.#previous = previous.map(({ secret, until }) => ({ key: keyOf(secret), until: Date.parse(until) }));
  }

  /** Headers of a request of ours. `id` without full stops, which end it in what is signed. */
  sign(id: string, body: string): Record<string, string> {
    const time = String(Math.floor(this.clock.now() / 1_000));
    const signatures = this.#valid().map((key) => `v1,${signatureOf(key, id, time, body).toString("base64")}`);
    return { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": signatures.join(" ") };
  }

  /** Judges the bytes of a request without reading them; compares in constant time. */
  verify(headers: Readonly<Record<string, string | undefined>>, body: Uint8Array): Verdict {
    const { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": signatures } = headers;
    if (!id || !signatures || !time || !/^\d{1,12}$/.test(time)) return "forged";
    if (Math.abs(this.clock.now() / 1_000 - Number(time)) > TOLERANCE_S) return "stale";
    const given = signatures
      .split(" ", MOST_SIGNATURES)
      .filter((signature) => signature.startsWith("v1,"))
      .map((signature) => Buffer.from(signature.slice(3), "base64"));
    if (given.length === 0) return "forged";
    const expected = this.#valid().map((key) => signatureOf(key, id, time, body));
    return given.some((one) => expected.some((mine) => one.length === mine.length && timingSafeEqual(one, mine))) ? "genuine" : "forged";
  }

  #valid(): Buffer[] {
    const now = this.clock.now();
    return [this.#current, ...this.#previous.filter(({ until }) => until > now).map(({ key }) => key)];
  }
}

function signatureOf(key: Buffer, id: string, time: string, body: string | Uint8Array): Buffer {
  return createHmac("sha256", key).update(`${id}.${time}.`).update(body).digest();
}

function keyOf(secret: Secret): Buffer {
  const encoded = secret
    .reveal()
    .trim()
    .replace(/^whsec_/, "");
  const key = BASE64.test(encoded) ? Buffer.from(encoded, "base64") : Buffer.alloc(0);
  if (key.length >= MIN_KEY_BYTES) return key;
  throw new AppError("config.invalid", {
    message: `${secret.label} is no signing secret: it must be whsec_ and at least ${MIN_KEY_BYTES} bytes in base64. Make one with: openssl rand -base64 32`,
  });
}
