import { describe, type Failure } from "../api/api-failure.js";
import type { Health } from "../health.js";
import { isUnauthorised } from "../outbound/outcome.js";

export const BAD_TOKEN = "Telegram does not accept the bot token. Get the valid one, or a new one, with /token at @BotFather and set it as botToken.";

/** Tells an operator why no updates come, in a sentence that says what to do. */
export function tellWhy(failure: Failure, health: Health): void {
  if (isUnauthorised(failure)) health.trouble("token", "failed", BAD_TOKEN);
  else health.trouble("updates", "degraded", reason(failure));
}

function reason(failure: Failure): string {
  if (failure.kind !== "answered") return `Telegram cannot be reached (${failure.reason}). Trying again; Telegram keeps messages for up to 24 hours.`;
  if (failure.code === 409 && /webhook/i.test(failure.description))
    return "Somebody set a webhook for this bot, so that it cannot be polled. Restart this gateway, which removes it, or set mode to webhook.";
  if (failure.code === 409)
    return "Another program reads the messages of this bot. Stop it, or give it a bot of its own: each message reaches only one of the two.";
  return `Telegram gives no messages (${describe(failure)}). Trying again; it keeps them for up to 24 hours.`;
}
