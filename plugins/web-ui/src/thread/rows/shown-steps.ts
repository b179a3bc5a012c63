import type { StepBlock } from "./row-builder.js";

const PLAN = new Set(["todowrite", "todoread"]);

/** Steps worth a line: a question is told by its card, and of several versions of a plan in a row only the last one is news. */
export function shownSteps(steps: readonly StepBlock[]): StepBlock[] {
  return steps.filter((step, i) => {
    if (step.type !== "tool" || step.state === "error") return true;
    const next = steps[i + 1];
    return step.tool !== "question" && !(PLAN.has(step.tool) && next?.type === "tool" && PLAN.has(next.tool));
  });
}
