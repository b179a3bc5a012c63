import type { Block } from "./rooms.js";

/** No page names it; it was measured: https://github.com/slackapi/bolt-js/issues/2509 */
const MOST_OF_ALL_BLOCKS = 13_000;

/** What Slack says against blocks: https://docs.slack.dev/reference/block-kit/blocks */
export function blockError(blocks: readonly Block[]): "invalid_blocks" | "msg_blocks_too_long" | undefined {
  if (blocks.length > 50 || !blocks.every(isValid)) return "invalid_blocks";
  return blocks.reduce((sum, { text }) => sum + (text?.text.length ?? 0), 0) > MOST_OF_ALL_BLOCKS ? "msg_blocks_too_long" : undefined;
}

function isValid({ type, text, elements = [] }: Block): boolean {
  if (type === "section") return (text?.text.length ?? 0) > 0 && text!.text.length <= 3_000;
  return elements.length <= 25 && elements.every((button) => (button.value ?? "").length <= 2_000 && button.text.text.length <= 75);
}
