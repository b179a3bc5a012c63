import type { HealthReport } from "@open-cowork/core/kernel";

const RANK = { ok: 0, degraded: 1, failed: 2 } as const;

/** One report of several parts: as bad as the worst, with what is wrong with each. Tells of changes only. */
export class HealthBoard {
  readonly #parts = new Map<string, HealthReport>();
  #last = "";

  constructor(private readonly report: (report: HealthReport) => void) {}

  set(part: string, state: HealthReport): void {
    this.#parts.set(part, state);
    const worst = [...this.#parts.values()].reduce((a, b) => (RANK[b.state] > RANK[a.state] ? b : a)).state;
    const detail = [...this.#parts.values()].flatMap((each) => (each.state === "ok" || !each.detail ? [] : [each.detail])).join(" ");
    const report: HealthReport = detail ? { state: worst, detail } : { state: worst };
    const line = JSON.stringify(report);
    if (line === this.#last) return;
    this.#last = line;
    this.report(report);
  }
}
