import type { NextSteps } from "@open-cowork/host-kit";

/** What an operator does next, where the error itself does not say it. */
export const NEXT_STEPS: NextSteps = {
  "config.invalid": "Correct it, then run open-cowork config check.",
  "config.unreadable": "Check the path and its permissions.",
  "plugin.refused": "Correct cloud.plugins in the config.",
  "host.data_dir": "Choose another directory with --data-dir or OPEN_COWORK_DATA_DIR.",
  "host.already_running": "Use open-cowork link for a sign-in link, or stop that host first.",
  "host.not_running": "open-cowork start prints a link when it is ready.",
  "runtime.missing": "Run npm ci again, then open-cowork doctor.",
  "storage.unavailable": "Run open-cowork doctor.",
  internal: "Run open-cowork doctor; the log is in the data directory.",
  "plugin.failed": "The log in the data directory has the details.",
};
