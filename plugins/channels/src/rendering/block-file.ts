import type { SessionView } from "@open-cowork/shared";
import { detailsOf } from "./request-details.js";

/*
 * Files that stand for something in the log are not stored a second time: their name says where it is, and their content is read from there when they are sent. So they
 * need nobody's leave to upload, and putting them again makes no other file.
 */

const NAME = /^(said|asked):([A-Za-z0-9_-]{1,64}):(\d+(?:,\d+)*)$/;

/** Texts of the agent, by the sequence numbers that opened them. */
export function saidFile(session: string, seqs: readonly number[]): string {
  return `said:${session}:${seqs.join(",")}`;
}
/** What a request is about. */
export function askedFile(session: string, seq: number): string {
  return `asked:${session}:${seq}`;
}

export function blockFileSession(file: string): string | undefined {
  return NAME.exec(file)?.[2];
}

/** Undefined where the log has no such thing. */
export function blockFileText(view: SessionView, file: string): string | undefined {
  const [, kind, , list = ""] = NAME.exec(file) ?? [];
  const seqs = list.split(",").map(Number);
  const blocks = view.blocks.filter(({ seq }) => seqs.includes(seq));
  if (kind === "said") return joined(blocks.flatMap((block) => (block.type === "text" ? [block.text] : []))) || undefined;
  const asked = blocks.find((block) => block.type === "approval");
  const approval = asked === undefined ? undefined : view.approvals[asked.approval];
  return approval === undefined ? undefined : detailsOf(approval).text;
}

/** Texts that belong together, as one. */
export function joined(texts: readonly string[]): string {
  return texts.filter((text) => text.trim() !== "").join("\n\n");
}
