/** A bound on a measurement: on its value (in its unit) or on its ratio to the bare thing. */
export interface Target {
  of: "value" | "ratio";
  relation: "≤" | "≥" | "<";
  bound: number;
}

/** The value stays at or below `bound`. */
export const atMost = (bound: number): Target => ({ of: "value", relation: "≤", bound });
export const atLeast = (bound: number): Target => ({ of: "value", relation: "≥", bound });
export const below = (bound: number): Target => ({ of: "value", relation: "<", bound });
/** The ratio to the bare thing stays at or below `bound`. */
export const ratioAtMost = (bound: number): Target => ({ of: "ratio", relation: "≤", bound });
export const ratioAtLeast = (bound: number): Target => ({ of: "ratio", relation: "≥", bound });

/** A target on a ratio that could not be computed is not met. */
export function meets(target: Target, figures: { value: number; ratio: number | null }): boolean {
  const figure = figures[target.of];
  if (figure === null || Number.isNaN(figure)) return false;
  if (target.relation === "<") return figure < target.bound;
  return target.relation === "≤" ? figure <= target.bound : figure >= target.bound;
}

/** `≤ 10 ms`, or `ratio ≤ 1.05`. */
export function describeTarget(target: Target, unit: string): string {
  return target.of === "ratio" ? `ratio ${target.relation} ${target.bound}` : `${target.relation} ${target.bound} ${unit}`;
}
