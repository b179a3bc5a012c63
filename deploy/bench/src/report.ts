import type { Measurement, ResultRow } from "./measure/measurement.js";
import { describeTarget, meets } from "./measure/target.js";

/** Fills in what a benchmark leaves out: the ratio, the verdict, nulls. */
export function toRow(id: string, measurement: Measurement): ResultRow {
  const { metric, value, unit, baseline, p50, p95, n, must, aim } = measurement;
  const ratio = measurement.ratio ?? (baseline ? value / baseline : null);
  return {
    id,
    metric,
    value: round(value),
    unit,
    baseline: baseline === undefined ? null : round(baseline),
    ratio: ratio === null ? null : round(ratio),
    p50: p50 === undefined ? null : round(p50),
    p95: p95 === undefined ? null : round(p95),
    n,
    must: must ? describeTarget(must, unit) : null,
    aim: aim ? describeTarget(aim, unit) : null,
    ok: must === undefined || meets(must, { value, ratio }),
  };
}

const COLUMNS = ["id", "metric", "value", "unit", "baseline", "ratio", "p50", "p95", "n", "must", "aim", "ok"] as const;

/** A table for people: one line a metric, columns as wide as they need. */
export function renderTable(rows: readonly ResultRow[]): string {
  const cells = rows.map((row) => COLUMNS.map((column) => cell(row[column])));
  const lines = [[...COLUMNS], ...cells];
  const widths = COLUMNS.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  const numeric = new Set<string>(["value", "baseline", "ratio", "p50", "p95", "n"]);
  const pad = (text: string, index: number) => (numeric.has(COLUMNS[index] as string) ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0));
  return lines.map((line) => line.map(pad).join("  ").trimEnd()).join("\n");
}

function cell(value: string | number | boolean | null): string {
  if (value === null) return "–";
  if (typeof value === "boolean") return value ? "ok" : "MISSED";
  return typeof value === "number" ? value.toLocaleString("en", { maximumFractionDigits: Math.abs(value) < 10 ? 3 : 1 }) : value;
}

/** Six significant digits: more would be noise. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}
