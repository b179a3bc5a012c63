import type { NextSteps } from "@open-cowork/host-kit";

/** What an operator does next, where the error itself does not say it. */
export const NEXT_STEPS: NextSteps = {
  "config.invalid": "Correct it, then run open-cowork-gateway config check.",
  "config.unreadable": "Check the path and its permissions.",
  "plugin.refused": "Correct gateway.plugins or gateway.providers in the config.",
  "plugin.failed": "The log on standard error has the details.",
  internal: "Run open-cowork-gateway doctor; the log on standard error has the details.",
};
