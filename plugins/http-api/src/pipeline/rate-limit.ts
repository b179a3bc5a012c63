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

/** Enough for a browser that polls and a script that is set up wrongly, from one address; with a burst of four seconds' worth. */
const REFUSALS_PER_SECOND = 50;

/**
 * Counts requests without a valid credential by address. Who has one is not counted, so that a gateway is not slowed down by strangers behind the same
 * address. The returned function throws `request.rate_limited` once there were too many.
 */
export function refusalLimit(clock: Clock): (remote: string) => void {
  const refusals = new TokenBuckets(clock, { burst: REFUSALS_PER_SECOND * 4, perSecond: REFUSALS_PER_SECOND });
  return (remote) => refusals.take(remote);
}

/**
 * Bounds what one caller can make this process do: unsafe public routes by address, as sign-in unless they say otherwise; everything else by credential, generously.
 * Counted in this process only; it guards the process, and secrets are too long to guess anyway.
 */
export function rateLimit(clock: Clock, limits: { loginAttemptsPerMinute: number; requestsPerSecond: number }): Step {
  const logins = new TokenBuckets(clock, { burst: limits.loginAttemptsPerMinute, perSecond: limits.loginAttemptsPerMinute / 60 });
  const requests = new TokenBuckets(clock, { burst: limits.requestsPerSecond * 4, perSecond: limits.requestsPerSecond });
  return (ctx, next) => {
    const route = ctx.state.route;
    if (route?.access !== "public") requests.take(ctx.state.principal.credential);
    else if (ctx.method === "POST") (route.limit === "requests" ? requests : logins).take(ctx.state.remote);
    return next();
  };
}
