import type { SessionView } from "@open-cowork/shared";
import type { Row } from "./row-builder.js";
import { shownSteps } from "./shown-steps.js";

type View = Pick<SessionView, "approvals" | "questions">;

/** Whether a row shows nothing: blank text, secret thoughts, steps that others tell. It takes no room then. */
export function isEmpty(row: Row): boolean {
  if (row.kind === "steps") return shownSteps(row.blocks).length === 0;
  const block = row.blocks[0];
  if (block.type === "reasoning") return block.done && block.text.trim() === "";
  return block.type === "text" && block.text.trim() === "";
}

/** Whether a row stands at the rail of steps: groups of them, and what was decided between them. Such rows join without a gap. */
export function isAtRail(row: Row | undefined, view: View): boolean {
  if (row === undefined) return false;
  if (row.kind === "steps") return true;
  if (row.kind === "change") return row.blocks[0].state !== "completed";
  const block = row.blocks[0];
  if (block.type === "approval") return view.approvals[block.approval]?.state !== "pending";
  return block.type === "question" && view.questions[block.question]?.state !== "pending";
}
