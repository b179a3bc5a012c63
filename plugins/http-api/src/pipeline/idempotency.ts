import { createHash, type Hash } from "node:crypto";
import type { Clock, Log, TenantContext } from "@open-cowork/core/kernel";
import type { IdempotencyAnswer, IdempotencyRows } from "@open-cowork/core/transport";
import { AppError } from "@open-cowork/shared";
import { type ApiContext, headerOf, type Step } from "./state.js";

const KEY = /^[\x21-\x7e]{1,200}$/;
/** When to ask again for the answer of a request that is still running. */
const RUNNING_RETRY_MS = 1_000;
/** How long an answer is kept for a repeat; people and programs that repeat do so within minutes. */
const KEEP_MS = 24 * 3_600_000;
/** How often a tenant's old answers are looked for. */
const EXPIRE_EVERY_MS = 3_600_000;
/** Longer than any request takes. */
const ABANDONED_MS = 3_600_000;

export interface IdempotencyDeps {
  rows: IdempotencyRows;
  clock: Clock;
  log: Log;
  /** `<node>.<boot>` of this process. */
  worker: string;
}

/**
 * Idempotency-Key on POST: the first request runs, later ones with the same key and content get its answer, marked `idempotent-replayed`.
 * A request that failed gives the key back, so that it can be repeated, and so does a process that died. Keys belong to one actor and are forgotten
 * after a day. Answers other than JSON are not kept.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export function idempotency({ rows, clock, log, worker }: IdempotencyDeps): Step {
  const expired = new Map<string, number>();
  /** Not awaited: nobody waits for rows that nobody asks for any more. */
  const expire = (ctx: TenantContext, now: number) => {
    if (now - (expired.get(ctx.tenant) ?? 0) < EXPIRE_EVERY_MS) return;
    expired.set(ctx.tenant, now);
    rows.expire({ tenant: ctx.tenant }, now - KEEP_MS).catch((error: unknown) => log.warn("idempotency.expire_failed", { tenant: ctx.tenant, error }));
  };
  return async (ctx, next) => {
    const key = ctx.method === "POST" ? headerOf(ctx, "idempotency-key") : undefined;
    const request = ctx.state.request!;
    // Without a tenant there is nowhere to keep the answer; the one public POST, sign-in, is one-use by nature.
    if (key === undefined || request.tenant === "") return next();
    if (!KEY.test(key)) throw new AppError("request.invalid", { message: "Idempotency-Key must be 1 to 200 visible ASCII characters." });

    const row = sha256(`${request.principal.actor.id}\n${key}`);
    const fingerprint = new Fingerprint(ctx);
    const now = clock.now();
    const first = await rows.claim(request, row, { fingerprint: fingerprint.announced, at: now, worker, abandonedBefore: now - ABANDONED_MS });
    expire(request, now);
    if (first) return replay(ctx, first, fingerprint);
    try {
      await next();
    } catch (error) {
      await rows.release(request, row);
      throw error;
    }
    const { secretAnswer } = ctx.state.route!;
    const body = !secretAnswer && typeof ctx.body === "string" ? ctx.body : "";
    await rows.complete(request, row, { fingerprint: fingerprint.received(), status: ctx.status, body });
  };
}

async function replay(ctx: ApiContext, first: IdempotencyAnswer, fingerprint: Fingerprint): Promise<void> {
  const own = first.status === 0 ? fingerprint.announced : await fingerprint.whole(ctx);
  if (first.fingerprint !== own) throw new AppError("request.idempotency_mismatch");
  if (first.status === 0) throw new AppError("request.idempotency_running", { retryAfterMs: RUNNING_RETRY_MS });
  if (ctx.state.route!.secretAnswer) throw new AppError("request.idempotency_spent");
  ctx.status = first.status;
  ctx.set("idempotent-replayed", "true");
  if (first.body === "") return;
  ctx.set("content-type", "application/json; charset=utf-8");
  ctx.body = first.body;
}

/** What makes two requests the same. Of a streamed body only type and length are known before it was read; it is hashed on its way to the handler. */
class Fingerprint {
  readonly announced: string;
  readonly #content: Hash | undefined;

  constructor({ method, path, querystring, req, state }: ApiContext) {
    const input = state.input!;
    const isRaw = state.route!.raw !== undefined;
    const content = isRaw ? `${req.headers["content-type"]} ${req.headers["content-length"]}` : JSON.stringify(input.body);
    this.announced = sha256(`${method}\n${path}\n${querystring}\n${content}`);
    if (!isRaw) return;
    this.#content = createHash("sha256");
    input.stream = hashed(input.stream, this.#content);
  }

  /** Once the handler has read the body. */
  received(): string {
    return this.#content === undefined ? this.announced : sha256(`${this.announced}\n${this.#content.digest("hex")}`);
  }

  /** Reads the body that no handler will read. */
  async whole({ state }: ApiContext): Promise<string> {
    if (this.#content !== undefined) for await (const _chunk of state.input!.stream);
    return this.received();
  }
}

async function* hashed(content: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
