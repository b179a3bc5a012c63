import type { ChatButton } from "@open-cowork/shared";
import type { KnownBlock } from "@slack/web-api";
import { bareMarks, escapeText, literalMarks } from "./marks.js";
import { mrkdwn } from "./mrkdwn.js";

/** Limits of Block Kit: https://docs.slack.dev/reference/block-kit/blocks */
const SECTION_CHARS = 2_900;
const ACTIONS = 5;
/** Most that the sections of a message hold together, a little below what Slack was seen to refuse: https://github.com/slackapi/bolt-js/issues/2509 */
const MOST_CHARS = 12_600;
/** A message may say more without blocks, but could not be changed any more: https://docs.slack.dev/reference/methods/chat.update */
const MOST_TEXT_BYTES = 4_000;
const NOTICE_CHARS = 600;

/** What a message says, in the words of chat.postMessage and chat.update. */
export interface Content {
  text: string;
  /** An empty list takes the buttons of an earlier version away. */
  blocks: KnownBlock[];
}
interface Said {
  text: string;
  buttons: readonly ChatButton[];
}

/** Markdown, made into what Slack takes. */
export interface Rendering {
  /** Alone, as the comment of a file. */
  text(markdown: string): string;
  /** Text alone where it fits, or as sections where it is long or has buttons. */
  content(said: Said): Content;
}

/** As mrkdwn; less of it is formatted where marks and padding would make it too long. */
export const formatted: Rendering = { text: formattedText, content: ({ text, buttons }) => layOut(formattedText(text), buttons) };

/** The Markdown as it stands, with nothing in it that Slack would format; for when Slack refuses that. */
export const plain: Rendering = { text: plainText, content: ({ text, buttons }) => layOut(plainText(text), buttons) };

function formattedText(markdown: string): string {
  const rendered = mrkdwn(markdown);
  if (rendered.length <= MOST_CHARS) return rendered;
  const bare = mrkdwn(markdown, bareMarks);
  return bare.length <= MOST_CHARS ? bare : plainText(markdown);
}

function plainText(markdown: string): string {
  const literal = literalMarks(markdown);
  return literal.length <= MOST_CHARS ? literal : escapeText(markdown);
}

/** Text as sections, buttons below it. The value of a button comes back in a press. */
function renderBlocks(rendered: string, buttons: readonly ChatButton[]): KnownBlock[] {
  const blocks: KnownBlock[] = sections(rendered).map((text) => ({ type: "section", text: { type: "mrkdwn", text, verbatim: true }, expand: true }));
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

function layOut(text: string, buttons: readonly ChatButton[]): Content {
  if (buttons.length === 0 && Buffer.byteLength(text) <= MOST_TEXT_BYTES) return { text: text === "" ? " " : text, blocks: [] };
  // With blocks the text is what notifications show.
  return { text: pieces(text, NOTICE_CHARS)[0] || " ", blocks: renderBlocks(text, buttons) };
}

/** Parts that fit into a section, cut between lines; a code fence is closed and opened again. */
function sections(text: string): string[] {
  const parts: string[] = [];
  let part = "";
  let fenced = false;
  for (const line of text.split("\n").flatMap((whole) => pieces(whole, SECTION_CHARS - 20))) {
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

/** A line that is too long, cut between words or at least characters, never within an entity or a link. */
function pieces(line: string, most: number): string[] {
  if (line.length <= most) return [line];
  const head = line.slice(0, most);
  // What we write ourselves in angle brackets has them escaped inside.
  const opened = head.lastIndexOf("<") > head.lastIndexOf(">") ? head.lastIndexOf("<") : most;
  const whole = opened > 0 ? head.slice(0, opened) : head;
  const space = whole.lastIndexOf(" ") + 1;
  const cut = space > whole.length / 2 ? space : whole.length - (/&\w{0,4}$/.exec(whole)?.[0].length ?? 0);
  const at = /[\uD800-\uDBFF]/.test(line[cut - 1] ?? "") ? cut - 1 : cut;
  return [line.slice(0, at), ...pieces(line.slice(at), most)];
}
