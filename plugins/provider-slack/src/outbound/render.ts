import type { ChatButton } from "@open-cowork/shared";
import type { KnownBlock } from "@slack/web-api";
import { mrkdwn } from "./mrkdwn.js";

/** Limits of Block Kit: https://docs.slack.dev/reference/block-kit/blocks */
const SECTION_CHARS = 2_900;
const ACTIONS = 5;

export function renderText(markdown: string): string {
  return mrkdwn(markdown);
}

/** Text as sections, buttons below it. The value of a button comes back in a press. */
export function renderBlocks(markdown: string, buttons: readonly ChatButton[]): KnownBlock[] {
  const blocks: KnownBlock[] = sections(mrkdwn(markdown)).map((text) => ({ type: "section", text: { type: "mrkdwn", text, verbatim: true }, expand: true }));
  for (let from = 0; from < buttons.length; from += ACTIONS) {
    blocks.push({
      type: "actions",
      elements: buttons.slice(from, from + ACTIONS).map(({ label, value, style }, i) => ({
        type: "button",
        // Unique in its message.
        action_id: `choice-${from + i}`,
        text: { type: "plain_text", text: label.slice(0, 75), emoji: false },
        value,
        ...(style === "plain" ? {} : { style }),
      })),
    });
  }
  return blocks;
}

/** Parts that fit into a section, cut between lines; a code fence is closed and opened again. */
function sections(text: string): string[] {
  const parts: string[] = [];
  let part = "";
  let fenced = false;
  for (const line of text.split("\n").flatMap(pieces)) {
    if (part.length + line.length + 5 > SECTION_CHARS) {
      parts.push(fenced ? `${part}\n\`\`\`` : part);
      part = fenced ? "```" : "";
    }
    part = part === "" ? line : `${part}\n${line}`;
    if (line.trim() === "```") fenced = !fenced;
  }
  if (part.trim() !== "") parts.push(part);
  return parts;
}

/** A line longer than a section, cut between characters and never within an entity. */
function pieces(line: string): string[] {
  const most = SECTION_CHARS - 20;
  if (line.length <= most) return [line];
  const cut = /^[\s\S]*?(?=&\w{0,4};?$)/.exec(line.slice(0, most).match(/&\w{0,4}$/) ? line.slice(0, most) : "")?.[0].length ?? most;
  const at = /[\uD800-\uDBFF]/.test(line[cut - 1] ?? "") ? cut - 1 : cut;
  return [line.slice(0, at), ...pieces(line.slice(at))];
}
