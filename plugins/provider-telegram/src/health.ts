import type { HealthReport } from "@open-cowork/core/kernel";

const RANK = { ok: 0, degraded: 1, failed: 2 };

/** What may be wrong, each on its own: an operator sees the worst of it. Reports changes only. */
export type Concern = "token" | "updates" | "storing" | "webhook";

export class Health {
  readonly #troubles = new Map<Concern, HealthReport>();
  #told = "";

  constructor(private readonly report: (report: HealthReport) => void) {}

  trouble(concern: Concern, state: "degraded" | "failed", detail: string): void {
    this.#troubles.set(concern, { state, detail });
    this.#tell();
  }

  fine(...concerns: Concern[]): void {
    for (const concern of concerns) this.#troubles.delete(concern);
    this.#tell();
  }

  #tell(): void {
    const worst = [...this.#troubles.values()].sort((a, b) => RANK[b.state] - RANK[a.state])[0] ?? { state: "ok" as const };
    const now = JSON.stringify(worst);
    if (now === this.#told) return;
    this.#told = now;
    this.report(worst);
  }
}
