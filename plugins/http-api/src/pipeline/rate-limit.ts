import type { Clock } from "@open-cowork/core/kernel";
import { AppError } from "@open-cowork/shared";
import type { Step } from "./state.js";

/** Keys remembered at most; the one not seen for longest goes first, and would be full again anyway. */
const MAX_KEYS = 10_000;

interface BucketOptions {
  /** Tokens at most, and at first. */
  burst: number;
  perSecond: number;
}

/** Token buckets by key. */
export class TokenBuckets {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly options: BucketOptions,
  ) {}

  /** Takes one token. @throws AppError `request.rate_limited` with the time until there is one */
  take(key: string): void {
    const now = this.clock.now();
    const { burst, perSecond } = this.options;
    const bucket = this.#buckets.get(key) ?? { tokens: burst, at: now };
    // Re-inserted at the end, so that the map's order is the order of use.
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    // A clock that is set back takes nothing away: it would lock everybody out for as long as it went back.
    bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    if (bucket.tokens < 1) throw new AppError("request.rate_limited", { retryAfterMs: Math.ceil(((1 - bucket.tokens) / perSecond) * 1000) });
    bucket.tokens -= 1;
    if (this.#buckets.size > MAX_KEYS) this.#buckets.delete(this.#buckets.keys().next().value!);
  }
}

/**
 * Bounds what one caller can make this process do: unsafe public routes by address, those that take JSON (sign-in) tightly, those that take raw bytes (webhooks: one
 * platform speaks for all its people, and its signature is what counts) as generously as everything else, which goes by credential.
 * Counted in this process only; it guards the process, and secrets are too long to guess anyway.
 */
export function rateLimit(clock: Clock, limits: { loginAttemptsPerMinute: number; requestsPerSecond: number }): Step {
  const logins = new TokenBuckets(clock, { burst: limits.loginAttemptsPerMinute, perSecond: limits.loginAttemptsPerMinute / 60 });
  const requests = new TokenBuckets(clock, { burst: limits.requestsPerSecond * 4, perSecond: limits.requestsPerSecond });
  return (ctx, next) => {
    const isPublic = ctx.state.route?.access === "public";
    if (!isPublic) requests.take(ctx.state.principal.credential);
    else if (ctx.method === "POST") (ctx.state.route?.raw === undefined ? logins : requests).take(ctx.state.remote);
    return next();
  };
}
