import type { ChatCapabilities } from "@open-cowork/core/transport";
import type { ApprovalView, ChatButton } from "@open-cowork/shared";
import type { Texts } from "../texts.js";
import { splitMarkdown } from "./split.js";

/** A request as people read it: what is about to happen, in full as far as a message goes, and how to decide. */
export function approvalText(
  approval: ApprovalView,
  code: string | undefined,
  { texts, capabilities }: { texts: Texts; capabilities: ChatCapabilities },
): string {
  const { title, command, diff, path, patterns, destructive, always } = approval;
  const head = [`**${texts.approval}** ${title}`, ...(destructive ? [`⚠️ ${texts.destructive}`] : [])].join("\n");
  const what = diff !== undefined ? fence(diff, "diff") : fence(command ?? path ?? patterns.join("\n"));
  const rule = always.length === 0 || approval.state !== "pending" ? [] : [texts.alwaysRule(always.map((pattern) => `\`${pattern}\``).join(", "))];
  const end =
    approval.state === "pending" ? [...rule, ...(code === undefined || capabilities.buttons ? [] : [texts.codes(code)])] : [decision(approval, texts)];
  const tail = end.join("\n\n");
  // What decides comes before completeness of a long diff, which the thread has in full.
  const room = capabilities.text.max - head.length - tail.length - 10;
  const [shown = "", more] = splitMarkdown(what, Math.max(60, room));
  return [head, more === undefined ? shown : `${shown}\n…`, tail]
    .filter((part) => part !== "")
    .join("\n\n")
    .slice(0, capabilities.text.max);
}

/** Values are short ids of the server's: what they mean is looked up, never read from the button. */
export function approvalButtons(code: string, approval: Pick<ApprovalView, "always">, texts: Texts): ChatButton[] {
  return [
    { label: texts.once, value: `${code}:once`, style: "primary" },
    { label: texts.session, value: `${code}:session`, style: "plain" },
    ...(approval.always.length === 0 ? [] : [{ label: texts.always, value: `${code}:always`, style: "plain" } as const]),
    { label: texts.reject, value: `${code}:reject`, style: "danger" },
  ];
}

export function decision({ state, answer, by, note }: ApprovalView, texts: Texts): string {
  return state === "answered" ? texts.by(texts.allowed[answer ?? ""] ?? "", by?.name, note) : texts.expired;
}

function fence(text: string, language = ""): string {
  const marks = "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return text.trim() === "" ? "" : `${marks}${language}\n${text.replace(/\n$/, "")}\n${marks}`;
}
