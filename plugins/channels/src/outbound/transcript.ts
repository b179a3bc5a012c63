import type { ChatCapabilities } from "@open-cowork/core/transport";
import type { Block, OutboundContent, SessionView } from "@open-cowork/shared";
import type { Texts } from "../texts.js";
import { approvalButtons, approvalText, decision } from "./approval-message.js";
import { questionButtons, questionEnd, questionText } from "./question-message.js";
import { splitMarkdown } from "./split.js";
import { ordinalOf, revisionOf, type Wanted } from "./wanted.js";

/** Parts of one text that are sent as messages; what is longer goes on in a file. */
const MOST_PARTS = 5;

export interface TranscriptOptions {
  session: string;
  /** Only what changed after this sequence number. */
  after: number;
  capabilities: ChatCapabilities;
  texts: Texts;
  /** Short id of an open request, and how often it was renewed; undefined leaves the request out for now. */
  code(request: string): { id: string; version: number } | undefined;
  threadUrl: string | undefined;
}

/** What a session has said, as messages of a conversation, in order. Work of tools and thoughts are not told; requests of sub-agents are. */
export function wantedMessages(view: SessionView, options: TranscriptOptions): Wanted[] {
  const ofAgents = Object.entries(view.subagents).flatMap(([key, { blocks }]) =>
    blocks.filter(({ type }) => type === "approval" || type === "question").map((block) => ({ ...block, id: `${key}:${block.id}` })),
  );
  const blocks = [...view.blocks, ...ofAgents].filter((block) => block.rev > options.after || isOpen(block, view)).sort((a, b) => a.seq - b.seq);
  return blocks.flatMap((block) => messagesOf(block, view, options));
}

/** What waits for a decision is said until it is decided: its code is renewed while the log stands still. */
function isOpen(block: Block, view: SessionView): boolean {
  if (block.type === "approval") return view.approvals[block.approval]?.state === "pending";
  return block.type === "question" && view.questions[block.question]?.state === "pending";
}

function messagesOf(block: Block, view: SessionView, options: TranscriptOptions): Wanted[] {
  const { texts, capabilities } = options;
  switch (block.type) {
    case "text":
      return textMessages(block, view, options);
    case "person":
      return block.by.kind === "channel" ? [] : [message(block, { text: clip(texts.elsewhere(block.by.name, block.text), capabilities) }, options)];
    case "approval":
      return approvalMessages(block, view, options);
    case "question":
      return questionMessages(block, view, options);
    case "artifact": {
      const { artifact, name, mime, bytes } = block;
      if (bytes <= capabilities.files.out) return [message(block, { text: "", file: { artifact, name, mime, bytes } }, options)];
      return [message(block, { text: texts.fileWithLink(name, options.threadUrl) }, options)];
    }
    case "end": {
      const text = endText(block, view, texts);
      return text === undefined ? [] : [message(block, { text: clip(text, capabilities) }, options)];
    }
    default:
      return [];
  }
}

function textMessages(block: Extract<Block, { type: "text" }>, view: SessionView, { session, capabilities, texts }: TranscriptOptions): Wanted[] {
  const ended = block.run !== undefined && view.runs[block.run]?.endedAt !== undefined;
  const done = block.done || ended;
  if (!done && capabilities.edits === undefined) return [];
  const all = splitMarkdown(block.text, capabilities.text.max);
  const overlong = all.length > MOST_PARTS && capabilities.files.out > 0;
  const parts = overlong ? all.slice(0, MOST_PARTS) : all;
  const wanted = parts.map((text, i): Wanted => {
    const last = i === parts.length - 1;
    // Earlier parts stay as they are, so they are the same at every later state of the log.
    const settled = !last || overlong;
    return {
      key: `${session}:${block.id}:${i}`,
      ordinal: ordinalOf(block.at, i),
      revision: settled ? 1 : revisionOf(block.rev),
      content: { text, buttons: [] },
      growing: !done && !settled,
    };
  });
  if (!overlong || !done) return wanted;
  const file = { key: `${session}:${block.id}:file`, ordinal: ordinalOf(block.at, MOST_PARTS), revision: revisionOf(block.rev), growing: false };
  return [
    ...wanted,
    { ...file, content: { text: texts.fileFollows, buttons: [], file: { artifact: "", name: "answer.md", mime: "text/markdown", bytes: 0 } } },
  ];
}

function approvalMessages(block: Extract<Block, { type: "approval" }>, view: SessionView, options: TranscriptOptions): Wanted[] {
  const { texts, capabilities } = options;
  const approval = view.approvals[block.approval];
  if (approval === undefined) return [];
  const code = approval.state === "pending" ? options.code(block.approval) : undefined;
  if (approval.state === "pending" && code === undefined) return [];
  const text = approvalText(approval, code?.id, options);
  const buttons = code !== undefined && capabilities.buttons ? approvalButtons(code.id, approval, texts) : [];
  return decidable(block, { text, buttons }, approval.state === "pending" ? undefined : decision(approval, texts), options, code?.version);
}

function questionMessages(block: Extract<Block, { type: "question" }>, view: SessionView, options: TranscriptOptions): Wanted[] {
  const question = view.questions[block.question];
  if (question === undefined) return [];
  const code = question.state === "pending" ? options.code(block.question) : undefined;
  if (question.state === "pending" && code === undefined) return [];
  const { capabilities, texts } = options;
  const buttons = code !== undefined && capabilities.buttons ? questionButtons(code.id, question, capabilities.buttons) : [];
  const content = { text: questionText(question, code?.id, options), buttons };
  return decidable(block, content, question.state === "pending" ? undefined : questionEnd(question, texts), options, code?.version);
}

/** A request; once decided its message changes, or a line follows where messages do not change. */
function decidable(
  block: Block,
  content: Pick<OutboundContent, "text" | "buttons">,
  end: string | undefined,
  options: TranscriptOptions,
  version = 0,
): Wanted[] {
  if (end === undefined || options.capabilities.edits) return [message(block, content, options, { version })];
  // Where nothing can be edited, a renewed code is told in a message of its own as well.
  return [message({ ...block, at: options.capabilities.edits ? block.at : Math.max(block.at, 0) }, { text: end }, options, { suffix: "decided", late: true })];
}

function message(
  block: Block,
  content: Partial<OutboundContent> & { text: string },
  { session, capabilities }: TranscriptOptions,
  { version = 0, suffix = "0", late = false } = {},
): Wanted {
  const renewed = version > 0 && capabilities.edits === undefined ? `:${version}` : "";
  return {
    key: `${session}:${block.id}:${suffix}${renewed}`,
    ordinal: ordinalOf(block.at, late ? 99 : 0),
    revision: revisionOf(block.rev, version),
    content: { buttons: [], ...content },
    growing: false,
  };
}

function endText(block: Extract<Block, { type: "end" }>, view: SessionView, texts: Texts): string | undefined {
  const run = block.run === undefined ? undefined : view.runs[block.run];
  if (block.state === "failed") return texts.runFailed(run?.error?.message ?? "");
  if (block.state === "aborted") return texts.aborted;
  if (block.state === "interrupted") return texts.interrupted;
  // Somebody who was promised an answer gets a word even where there was nothing to say.
  const spoke = view.blocks.some((other) => other.run === block.run && ((other.type === "text" && other.text.trim() !== "") || other.type === "artifact"));
  return spoke ? undefined : texts.done;
}

function clip(text: string, { text: { max } }: ChatCapabilities): string {
  const [first = "", more] = splitMarkdown(text, max - 2);
  return more === undefined ? first : `${first} …`;
}
