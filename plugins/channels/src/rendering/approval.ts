import type { ApprovalView, Block, ChatButton } from "@open-cowork/shared";
import type { Texts } from "../texts/english.js";
import { fenced, shortened } from "../texts/escape.js";
import { askedFile } from "./block-file.js";
import { paragraphs, requestMessages } from "./request.js";
import { detailsOf } from "./request-details.js";
import type { Place, Showing, Wanted } from "./wanted.js";

/** As long as any short id is. */
const ANY_CODE = "00000000";
const NOTE_CHARS = 200;
const RULE_CHARS = 300;
/** Two choices at least, or no buttons at all: one alone would not let people refuse. */
const LEAST_BUTTONS = 2;

/** Undefined while its code is not known. */
export function approvalMessages(block: Extract<Block, { type: "approval" }>, place: Place, showing: Showing): Wanted[] | undefined {
  const { view, texts, capabilities, session } = showing;
  const approval = view.approvals[block.approval];
  if (approval === undefined) return [];
  const isOpen = approval.state === "pending";
  const code = isOpen ? showing.code(block.approval) : undefined;
  if (isOpen && code === undefined) return undefined;
  const pressed = (capabilities.buttons?.max ?? 0) >= LEAST_BUTTONS;
  const tail = (id: string) => paragraphs(rule(approval, texts), pressed ? "" : texts.approvalCodes(id, approval.always.length > 0));
  const { text, language } = detailsOf(approval);
  const over = isOpen ? undefined : decision(approval, texts);
  return requestMessages(
    {
      head: head(approval, showing),
      details: paragraphs(
        approval.path !== undefined && language === "diff" ? `\`${approval.path.replaceAll("`", "'")}\`` : "",
        text === "" ? "" : fenced(text, language),
      ),
      ...(code === undefined
        ? {}
        : { open: { tail: tail(code.id), buttons: pressed ? approvalButtons(code.id, approval, showing) : [], version: code.version } }),
      ...(over === undefined ? {} : { over: { tail: over, line: paragraphs(over, texts.about(approval.title)), at: approval.answeredAt ?? approval.at } }),
      tailRoom: tail(ANY_CODE).length,
      file: {
        artifact: askedFile(session, block.seq),
        name: language === "diff" ? "request.diff" : "request.txt",
        mime: "text/plain",
        bytes: new TextEncoder().encode(text).byteLength,
      },
    },
    place,
    showing,
  );
}

function head({ title, destructive, agentPath }: ApprovalView, { texts, view }: Showing): string {
  const node = agentPath === undefined ? undefined : view.subagents[agentPath.join("/")];
  return [
    texts.approval(shortened(title, 300)),
    ...(node === undefined ? [] : [texts.agentAsks(shortened(node.title || node.agent, 100))]),
    ...(destructive ? [texts.destructive] : []),
  ].join("\n");
}

function rule({ always }: ApprovalView, texts: Texts): string {
  return always.length === 0 ? "" : shortened(texts.alwaysRule(always), RULE_CHARS);
}

/** Their values are short ids of the server's: what they mean is looked up, never read from the button. */
function approvalButtons(code: string, { always }: ApprovalView, { texts, capabilities }: Showing): ChatButton[] {
  const { max, maxLabel } = capabilities.buttons!;
  const button = (choice: string, label: string, style: ChatButton["style"] = "plain"): ChatButton => ({
    label: shortened(label, maxLabel),
    value: `${code}:${choice}`,
    style,
  });
  const between = [button("session", texts.session), ...(always.length === 0 ? [] : [button("always", texts.always)])];
  return [button("once", texts.once, "primary"), ...between.slice(0, max - LEAST_BUTTONS), button("reject", texts.reject, "danger")];
}

function decision({ state, answer, by, note = "" }: ApprovalView, texts: Texts): string {
  if (state !== "answered") return texts.approvalExpired;
  return paragraphs(texts.by(texts.allowed[answer ?? ""] ?? "", by?.name), note === "" ? "" : texts.note(shortened(note, NOTE_CHARS)));
}
