import type { ChatCapabilities } from "@open-cowork/core/transport";
import type { WebhookConfig } from "./config.js";

/** Room for everything in a request but files: names, ids, and text of the largest size however it is escaped. */
const REQUEST_BYTES = 2 * 1024 * 1024;
/** Larger contents come as an address. */
const INLINE_BYTES = 8 * 1024 * 1024;

export function capabilitiesOf({ peer }: Pick<WebhookConfig, "peer">): ChatCapabilities {
  return {
    text: { max: peer.textMax },
    ...(peer.edits ? { edits: { minIntervalMs: peer.editsEveryMs } } : {}),
    ...(peer.buttons ? { buttons: { max: 20, maxPerRow: 5, maxLabel: 80 } } : {}),
    files: { in: peer.fileBytes, out: peer.fileBytes },
    typing: peer.typing,
    webhook: { maxBytes: REQUEST_BYTES + Math.ceil((Math.min(peer.fileBytes, INLINE_BYTES) * 4) / 3) },
  };
}
