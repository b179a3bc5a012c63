import { AppError, ERROR_CODES, type ErrorCode, type Failure } from "@open-cowork/shared";
import type { EngineFailure } from "./schemas.js";

/** Where a failed model call is explained: the message that the person reads comes from the provider, the code is ours. */
export function toFailure(error: EngineFailure): Failure {
  const { name, data } = error;
  const message = data.message?.trim();
  const provider = messageIn(message);
  if (provider !== undefined) return failure("model.failed", provider);
  if (name === "ProviderAuthError") return failure("model.rejected_key", message);
  if (name === "APIError") return apiFailure(data, message);
  if (name === "ContextOverflowError") return failure("model.failed", message ?? "The conversation no longer fits the model's context.", false);
  if (name === "MessageOutputLengthError") return failure("model.failed", "The answer was cut: it reached the model's length limit.", false);
  if (name === "ContentFilterError") return failure("model.failed", message ?? "The model provider blocked this answer.", false);
  if (/model not found|ProviderModelNotFound/i.test(`${name} ${message}`)) return failure("model.not_found", undefined);
  if (/JSON pars|Type validation failed|invalid response/i.test(message ?? ""))
    return failure("model.failed", "The model provider sent an answer that cannot be read. Check its address and the model.", true);
  return failure("runtime.failed", message);
}

/** True for the error that a stopped run ends with. */
export function isAbort(error: EngineFailure): boolean {
  return error.name === "MessageAbortedError";
}

/** An error that a provider sends in the middle of its stream comes as the JSON text of it. */
function messageIn(text: string | undefined): string | undefined {
  if (!text?.startsWith("{")) return undefined;
  try {
    const { message, error } = JSON.parse(text) as { message?: unknown; error?: { message?: unknown } };
    const found = message ?? error?.message;
    return typeof found === "string" && found !== "" ? found : undefined;
  } catch {
    // Words that only begin like JSON.
    return undefined;
  }
}

function apiFailure(data: EngineFailure["data"], message: string | undefined): Failure {
  const own = ownCode(data.responseBody);
  if (own !== undefined) return failure(own, message);
  const status = data.statusCode;
  if (status === 401 || status === 403) return failure("model.rejected_key", message);
  if (status === 429) return failure("model.rate_limited", message);
  if (status === 404) return failure("model.failed", message, false);
  if (status === undefined) return failure(/reset|closed|terminated|socket/i.test(message ?? "") ? "model.stream_cut" : "model.unreachable", undefined);
  return failure("model.failed", message, data.isRetryable);
}

/** The model relay answers with our own codes where it, not the provider, refuses. */
function ownCode(body: string | undefined): ErrorCode | undefined {
  const code = body === undefined ? undefined : /"code"\s*:\s*"([a-z_.]+)"/.exec(body)?.[1];
  return code !== undefined && code in ERROR_CODES ? (code as ErrorCode) : undefined;
}

function failure(code: ErrorCode, message: string | undefined, retryable?: boolean): Failure {
  const known = new AppError(code, message ? { message: message.slice(0, 1_000) } : {});
  return { code, message: known.message, retryable: retryable ?? known.retryable };
}
