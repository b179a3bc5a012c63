import type { Clock } from "@open-cowork/core/kernel";

/** A token that Cloud refuses stays refused, as a rule for good. */
const REMEMBERED_MS = 2_000;

/**
 * fetch that repeats a 401 by itself for a while instead of asking again. A busy gateway whose token was revoked would otherwise be counted among strangers,
 * and be told to wait instead of what is wrong.
 */
export function rememberingRefusal(clock: Clock, send: typeof fetch = fetch): typeof fetch {
  let refusal: { body: string; headers: Headers; until: number } | undefined;
  return async (input, init) => {
    if (refusal && clock.now() < refusal.until) return new Response(refusal.body, { status: 401, headers: refusal.headers });
    const response = await send(input, init);
    refusal = undefined;
    if (response.status !== 401) return response;
    const { headers } = response;
    const body = await response.text();
    refusal = { body, headers, until: clock.now() + REMEMBERED_MS };
    return new Response(body, { status: 401, headers });
  };
}
