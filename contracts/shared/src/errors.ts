/** Closed set of failure kinds; each maps once to an HTTP status, a log level and a chat text. */
export const ERROR_KINDS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method: 405,
  slow: 408,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  range: 416,
  limited: 429,
  headers: 431,
  internal: 500,
  unavailable: 503,
  timeout: 504,
} as const;

export type ErrorKind = keyof typeof ERROR_KINDS;

/**
 * Every stable error code with its kind and the sentence people see when the thrower has no better one.
 * Codes are part of the protocol: adding is free, renaming is a breaking change.
 */
export const ERROR_CODES = {
  "request.invalid": ["invalid", "The request is not valid. Check the fields named in details."],
  "request.malformed_json": ["invalid", "The body is not valid JSON."],
  "request.too_deep": ["invalid", "The body is nested deeper than this server reads."],
  "request.too_large": ["too_large", "The body is larger than accepted here."],
  "request.range_unsatisfiable": ["range", "The content has no such range of bytes."],
  "request.unsupported_type": ["unsupported", "This route does not accept that content type."],
  "request.headers_too_large": ["headers", "The address and headers are larger than this server reads."],
  "request.too_slow": ["slow", "The request did not arrive in time."],
  "request.method_not_allowed": ["method", "This address does not answer that method."],
  "request.route_unknown": ["not_found", "There is nothing at this address."],
  "request.bad_cursor": ["invalid", "This server did not give out that cursor. Read again from the start."],
  "request.cross_origin": ["forbidden", "The request came from another site and was refused."],
  "request.host_refused": ["forbidden", "This server is not known by that name. Set publicUrl to the address that people use."],
  "request.idempotency_running": ["conflict", "The first such request is still running."],
  "request.idempotency_spent": ["conflict", "This was done already; its secret is shown only once."],
  "request.idempotency_mismatch": ["conflict", "This idempotency key belongs to another request."],
  "request.rate_limited": ["limited", "Too many requests. Wait a moment and try again."],
  "auth.required": ["unauthenticated", "Sign in first."],
  "auth.invalid": ["unauthenticated", "The sign-in has expired or was revoked. Sign in again."],
  "auth.link_used": ["unauthenticated", "This sign-in link was used already or has expired. Ask for a new one."],
  "auth.fixed": ["conflict", "This is set in the configuration of the host."],
  "auth.forbidden": ["forbidden", "Your role does not allow this."],
  "authority.mismatch": ["conflict", "Another workspace owns this thread. Open it there."],
  "authority.stale_epoch": ["conflict", "Another worker has taken over this thread."],
  "session.not_found": ["not_found", "This thread does not exist, or you may not see it."],
  "session.exists": ["conflict", "A thread with this id exists already."],
  "session.archived": ["conflict", "This thread is archived. Restore it first."],
  "run.not_found": ["not_found", "There is no such run in this thread."],
  "run.not_active": ["conflict", "Nothing is running in this thread."],
  "run.not_resumable": ["conflict", "This run cannot be resumed."],
  "approval.not_pending": ["conflict", "This request has been decided already, or has expired."],
  "question.not_pending": ["conflict", "This question has been answered already, or has expired."],
  "artifact.not_found": ["not_found", "This file does not exist, or you may not see it."],
  "artifact.too_large": ["too_large", "The file is larger than accepted here."],
  "model.not_found": ["not_found", "This model is not set up in the workspace."],
  "model.not_configured": ["conflict", "No model is set up yet. Choose one in Settings."],
  "model.rejected_key": ["invalid", "The model provider refused the key."],
  "model.unreachable": ["unavailable", "The model provider could not be reached. Check the address and the network."],
  "model.failed": ["unavailable", "The model provider answered with an error."],
  "model.rate_limited": ["limited", "The model provider asks to slow down. Try again in a moment."],
  "model.stream_cut": ["unavailable", "The model's answer broke off before its end."],
  "secret.not_found": ["not_found", "There is no secret of that name."],
  "secret.undecryptable": ["internal", "A stored secret cannot be decrypted."],
  "provider.not_found": ["not_found", "There is no such model provider."],
  "token.not_found": ["not_found", "There is no such token."],
  "channel.binding_unknown": ["not_found", "There is no such channel for this token."],
  "channel.held": ["conflict", "Another gateway serves this channel."],
  "channel.disabled": ["conflict", "This channel is switched off."],
  "channel.identity_unknown": ["not_found", "There is no such person."],
  "channel.thread_unknown": ["not_found", "There is no such conversation."],
  "channel.pairing_invalid": ["forbidden", "This code is wrong, was used already or has expired. Ask for a new one."],
  "channel.delivery_unknown": ["not_found", "There is no such message."],
  "channel.delivery_done": ["conflict", "This message was delivered already."],
  "channel.interaction_unknown": ["not_found", "This button or code has lapsed."],
  "webhook.unknown": ["not_found", "There is nothing at this address."],
  "provider.failed": ["unavailable", "The chat platform cannot be reached."],
  "provider.file_gone": ["not_found", "The file is gone."],
  "config.invalid": ["invalid", "The configuration has problems."],
  "config.unreadable": ["invalid", "The configuration file cannot be read."],
  "plugin.refused": ["invalid", "A plugin does not fit this host."],
  "plugin.missing_dependency": ["invalid", "A plugin lacks something it needs."],
  "plugin.failed": ["internal", "A plugin failed to start."],
  "plugin.restart_needed": ["conflict", "This takes effect after a restart of the host."],
  "host.port_in_use": ["conflict", "The port is in use by another program."],
  "host.data_dir": ["invalid", "The data directory cannot be used."],
  "host.already_running": ["conflict", "Open Cowork already runs on this data directory."],
  "host.unreachable": ["unavailable", "The workspace cannot be reached. Check the network; nothing you wrote is lost."],
  "host.not_running": ["conflict", "Open Cowork is not running on this data directory."],
  "host.public_bind": ["forbidden", "A public address needs TLS settings first."],
  "storage.unavailable": ["unavailable", "The database cannot be reached."],
  "runtime.missing": ["unavailable", "The OpenCode program was not found. Run npm ci again."],
  "runtime.version": ["unavailable", "This version of OpenCode is not supported."],
  "runtime.unavailable": ["unavailable", "OpenCode is not answering. The thread is safe; try again in a moment."],
  "runtime.crashed": ["unavailable", "OpenCode stopped in the middle of this run. What was said is kept."],
  "runtime.failed": ["internal", "The run failed."],
  stopping: ["unavailable", "This server is shutting down. Try again in a moment."],
  internal: ["internal", "Something went wrong on our side. Nothing of yours was lost."],
} as const satisfies Record<string, readonly [ErrorKind, string]>;

export type ErrorCode = keyof typeof ERROR_CODES;

const BRAND = Symbol.for("open-cowork.AppError");

export interface AppErrorOptions {
  /** Sentence for people; replaces the default of the code. Never holds a secret, a path of the server, or a stack. */
  message?: string;
  /** Safe, structured facts: field problems, limits, ids. */
  details?: unknown;
  retryAfterMs?: number;
  cause?: unknown;
}

/** The one error that crosses layers. Recognise it with {@link isAppError}, never with instanceof: two copies of this package may be loaded. */
export class AppError extends Error {
  readonly [BRAND] = true;
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly details: unknown;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.message ?? ERROR_CODES[code][1], options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.kind = ERROR_CODES[code][0];
    this.details = options.details;
    this.retryAfterMs = options.retryAfterMs;
  }

  /** True where the same request may succeed later without anything being changed. */
  get retryable(): boolean {
    return this.kind === "unavailable" || this.kind === "timeout" || this.kind === "limited" || this.kind === "slow";
  }
}

export function isAppError(value: unknown): value is AppError {
  return typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[BRAND] === true;
}
