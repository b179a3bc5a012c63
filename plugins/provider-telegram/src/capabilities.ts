import type { ChatCapabilities } from "@open-cowork/core/transport";
import type { TelegramOptions } from "./config.js";
import { LARGEST_DOWNLOAD } from "./download.js";
import { LARGEST_REQUEST } from "./inbound/webhook.js";
import { BUTTONS } from "./outbound/keyboard.js";
import { LARGEST_FILE } from "./outbound/upload.js";

/** A little less than a message of Telegram holds, so that lists and tables, which grow, mostly keep their markup. Whatever does not fit is sent as it was written. */
const LONGEST_SOURCE = 4_000;

export function capabilitiesOf({ editIntervalMs, webhook }: TelegramOptions): ChatCapabilities {
  return {
    text: { max: LONGEST_SOURCE },
    edits: { minIntervalMs: editIntervalMs },
    buttons: BUTTONS,
    files: { in: LARGEST_DOWNLOAD, out: LARGEST_FILE },
    typing: true,
    ...(webhook ? { webhook: { maxBytes: LARGEST_REQUEST } } : {}),
  };
}
