import type { Clock } from "@open-cowork/core/kernel";
import { AppError, type Secret } from "@open-cowork/shared";
import { Webhook } from "standardwebhooks";

/** The standard asks for 24 to 64 bytes: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
const MIN_KEY_BYTES = 24;
/** How far the time in a signature may be from ours. */
const TOLERANCE_S = 5 * 60;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

export interface PreviousSecret {
  secret: Secret;
  /** ISO 8601. */
  until: string;
}

/** How a request is signed: by a key of ours and lately, by one of ours but long ago (or in the future), or by somebody else. */
export type Verdict = "genuine" | "stale" | "forged";

/** The secrets that are valid now, by Standard Webhooks. Requests carry a signature for each, so that the other side may change over whenever it likes. */
export class SigningKeys {
  readonly #current: Webhook;
  readonly #previous: { key: Webhook; until: number }[];

  /** @throws AppError `config.invalid` for a secret that is blank, short or no base64 */
  constructor(
    current: Secret,
    previous: readonly PreviousSecret[],
    private readonly clock: Clock,
  ) {
    this.#current = keyOf(current);
    this.#previous = previous.map(({ secret, until }) => ({ key: keyOf(secret), until: Date.parse(until) }));
  }

  /** Headers of a request of ours. */
  sign(id: string, body: string): Record<string, string> {
    const at = new Date(this.clock.now());
    const signatures = this.#valid().map((key) => key.sign(id, at, body));
    return { "webhook-id": id, "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)), "webhook-signature": signatures.join(" ") };
  }

  /** Judges the bytes of a request without reading them; compares in constant time. */
  verify(headers: Readonly<Record<string, string | undefined>>, body: Uint8Array): Verdict {
    const { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": signature } = headers;
    if (!id || !signature || !time || !/^\d{1,12}$/.test(time)) return "forged";
    if (Math.abs(this.clock.now() / 1_000 - Number(time)) > TOLERANCE_S) return "stale";
    const given = { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": signature };
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    return this.#valid().some((key) => isSignedBy(key, bytes, given)) ? "genuine" : "forged";
  }

  #valid(): Webhook[] {
    const now = this.clock.now();
    return [this.#current, ...this.#previous.filter(({ until }) => until > now).map(({ key }) => key)];
  }
}

function isSignedBy(key: Webhook, body: Buffer, headers: Record<string, string>): boolean {
  try {
    key.verify(body, headers, { jsonParse: false });
    return true;
  } catch {
    // The library says by throwing that it is not.
    return false;
  }
}

function keyOf(secret: Secret): Webhook {
  const encoded = secret
    .reveal()
    .trim()
    .replace(/^whsec_/, "");
  const bytes = BASE64.test(encoded) ? Buffer.from(encoded, "base64").length : 0;
  if (bytes >= MIN_KEY_BYTES) return new Webhook(encoded);
  throw new AppError("config.invalid", {
    message: `${secret.label} is no signing secret: it must be whsec_ and at least ${MIN_KEY_BYTES} bytes in base64. Make one with: openssl rand -base64 32`,
  });
}
