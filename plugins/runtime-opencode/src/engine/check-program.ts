import type { PreflightCheck } from "@open-cowork/core/kernel";
import { isAppError } from "@open-cowork/shared";
import type { Options } from "../options.js";
import { findOpenCode } from "./binary.js";

/** Whether there is an OpenCode program to run. */
export function checkProgram(options: Options): PreflightCheck {
  const name = "OpenCode program";
  try {
    return { name, ok: true, detail: findOpenCode(options.binary) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const fix = options.binary === undefined ? "Run npm ci again; its install scripts must be allowed." : "Check the option binary of runtime-opencode.";
    return { name, ok: false, detail: error.message, fix, code: "runtime.missing" };
  }
}
