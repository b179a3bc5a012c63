import { type AppError, ERROR_CODES } from "@open-cowork/shared";
import type { PlainKey } from "../i18n/t.js";

const NEXT: Partial<Record<AppError["code"], PlainKey>> = {
  "model.rejected_key": "setup.nextKey",
  "model.unreachable": "setup.nextAddress",
  "model.not_found": "setup.nextModel",
  "model.rate_limited": "setup.nextLimited",
  "model.failed": "setup.nextProvider",
  "model.stream_cut": "setup.nextProvider",
};

/** What a person can do about a failed test; undefined where the error's own sentence is more than the general one of its code and says it. */
export function nextStep(error: AppError): PlainKey | undefined {
  return error.message === ERROR_CODES[error.code][1] ? NEXT[error.code] : undefined;
}
