import { runInNewContext } from "node:vm";

/**
 * Runs something that has no bound of its own, such as a library's regular expressions over a stranger's text, and stops it after `ms`.
 * @throws Error with code `ERR_SCRIPT_EXECUTION_TIMEOUT`
 */
export function within<T>(ms: number, work: () => T): T {
  return runInNewContext("work()", { work }, { timeout: ms }) as T;
}
