import type { AppError } from "@open-cowork/shared";
import type { PlainKey } from "../i18n/t.js";

const NEXT: Partial<Record<AppError["code"], PlainKey>> = {
  "model.rejected_key": "setup.nextKey",
  "model.unreachable": "setup.nextAddress",
  "model.not_found": "setup.nextModel",
  "model.rate_limited": "setup.nextLimited",
  "model.failed": "setup.nextProvider",
  "model.stream_cut": "setup.nextProvider",
};

/** What a person can do about a failed test; undefined where the error's own sentence says it all. */
export function nextStep(error: AppError): PlainKey | undefined {
  return NEXT[error.code];
}
