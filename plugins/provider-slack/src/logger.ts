import type { Log } from "@open-cowork/core/kernel";
import { type Logger, LogLevel } from "@slack/bolt";

/** The library's log in ours. It tells of whole requests at its lower levels, tokens included, so those are left out; and it never learns another level. */
export function quietLogger(log: Log): Logger {
  const first = (words: unknown[]) =>
    words
      .map((word) => (word instanceof Error ? word.name : typeof word === "string" ? word.replace(/xox[a-z]-[\w-]+|xapp-[\w-]+/g, "[token]") : ""))
      .join(" ")
      .slice(0, 300);
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...words) => log.warn("slack.library", { message: first(words) }),
    error: (...words) => log.warn("slack.library", { message: first(words) }),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
