import { createHmac, timingSafeEqual } from "node:crypto";
import type { Clock } from "@open-cowork/core/kernel";
import type { WebhookRequest } from "@open-cowork/core/transport";
import type { Secret } from "@open-cowork/shared";

const TOLERANCE_MS = 300_000;

export type Signature = { state: "genuine"; id: string } | { state: "forged" | "stale" };

/**
 * Checks a request by Standard Webhooks: `webhook-signature` holds `v1,` and the base64 of HMAC-SHA256 over `<webhook-id>.<webhook-timestamp>.<raw body>`, and the
 * time is at most five minutes from ours. See https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function checkSignature(request: WebhookRequest, secret: Secret, clock: Clock): Signature {
  const id = request.headers["webhook-id"] ?? "";
  const timestamp = request.headers["webhook-timestamp"] ?? "";
  if (!/^[\x21-\x7e]{1,200}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) return { state: "forged" };
  const expected = createHmac("sha256", keyOf(secret)).update(`${id}.${timestamp}.`).update(request.body).digest();
  const given = (request.headers["webhook-signature"] ?? "").split(" ").slice(0, 10);
  // All are compared, so that the time taken does not tell which one was near.
  const genuine = given.map((each) => each.startsWith("v1,") && equal(Buffer.from(each.slice(3), "base64"), expected)).includes(true);
  if (!genuine) return { state: "forged" };
  return Math.abs(clock.now() - Number(timestamp) * 1_000) <= TOLERANCE_MS ? { state: "genuine", id } : { state: "stale" };
}

function keyOf(secret: Secret): Buffer {
  const value = secret.reveal();
  return value.startsWith("whsec_") ? Buffer.from(value.slice(6), "base64") : Buffer.from(value);
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
