import type { Block, SessionView } from "@open-cowork/shared";

/** A thread as an export shows it: what was said and done, in order, without what only makes sense live. */
export type Entry =
  | { kind: "person"; name: string; at: number; text: string; files: string[] }
  | { kind: "answer"; at: number; text: string }
  | { kind: "reasoning"; at: number; text: string }
  | { kind: "tool"; at: number; title: string; input: string; output: string; failed: boolean }
  | { kind: "note"; at: number; text: string };

export function transcript(view: SessionView): Entry[] {
  return view.blocks.flatMap((block) => entriesOf(block, view));
}

function entriesOf(block: Block, view: SessionView): Entry[] {
  const { at } = block;
  switch (block.type) {
    case "person":
      return [{ kind: "person", name: block.by.name, at, text: block.text, files: block.attachments.map((file) => file.name) }];
    case "text":
      return block.text.trim() === "" ? [] : [{ kind: "answer", at, text: block.text }];
    case "reasoning":
      return block.text.trim() === "" ? [] : [{ kind: "reasoning", at, text: block.text }];
    case "tool": {
      const title = block.title ? `${block.tool}: ${block.title}` : block.tool;
      const input = block.input ? JSON.stringify(block.input, undefined, 2) : "";
      return [{ kind: "tool", at, title, input, output: block.error ?? block.output ?? "", failed: block.state === "error" }];
    }
    case "approval": {
      const approval = view.approvals[block.approval];
      return approval ? [{ kind: "note", at, text: `Approval: ${approval.title} (${approval.answer ?? approval.state})` }] : [];
    }
    case "question": {
      const question = view.questions[block.question];
      const asked = question?.questions.map((item, i) => `${item.question} ${question.answers?.[i]?.join(", ") ?? `(${question.state})`}`);
      return asked ? [{ kind: "note", at, text: `Question: ${asked.join("; ")}` }] : [];
    }
    case "subagent": {
      const node = view.subagents[block.key];
      if (!node) return [];
      const inner = node.blocks.flatMap((child) => entriesOf(child, view));
      return [
        { kind: "note", at, text: `Sub-agent ${node.agent}: ${node.title} (${node.state})` },
        ...inner,
        { kind: "note", at: node.endedAt ?? at, text: `End of sub-agent ${node.agent}` },
      ];
    }
    case "end":
      return block.state === "finished" ? [] : [{ kind: "note", at, text: `Run ${block.state}${failureOf(block, view)}` }];
    case "artifact":
      return [{ kind: "note", at, text: `File: ${block.name}` }];
    case "files":
      return [{ kind: "note", at, text: `Changed: ${block.files.map((file) => `${file.path} (+${file.additions} −${file.deletions})`).join(", ")}` }];
    default:
      return [];
  }
}

function failureOf(block: Block, view: SessionView): string {
  const message = block.run === undefined ? undefined : view.runs[block.run]?.error?.message;
  return message ? `: ${message}` : "";
}
