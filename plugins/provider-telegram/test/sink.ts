import type { HealthReport } from "@open-cowork/core/kernel";
import type { ChatSink } from "@open-cowork/core/transport";
import type { InboundEvent } from "@open-cowork/shared";

/** Keeps what it is offered, and stores it unless told not to. */
export class TestSink implements ChatSink {
  readonly offered: InboundEvent[] = [];
  readonly stored = new Map<string, InboundEvent>();
  readonly reports: HealthReport[] = [];
  readonly refusals: string[] = [];
  /** Rejects what it says yes to; may be slow about it. */
  failing: (event: InboundEvent) => boolean | Promise<boolean> = () => false;

  async inbound(event: InboundEvent): Promise<"claimed" | "known"> {
    this.offered.push(event);
    if (await this.failing(event)) throw new Error("the store is away");
    if (this.stored.has(event.key)) return "known";
    this.stored.set(event.key, event);
    return "claimed";
  }

  refused(reason: string): void {
    this.refusals.push(reason);
  }

  health(report: HealthReport): void {
    this.reports.push(report);
  }

  get texts(): string[] {
    return [...this.stored.values()].map((event) => (event.type === "message" ? event.text : event.value));
  }

  /** The last report. */
  get state(): string | undefined {
    return this.reports.at(-1)?.state;
  }

  get detail(): string {
    return this.reports.at(-1)?.detail ?? "";
  }
}

/** Resolves when that is so. */
export async function until(condition: () => boolean, what: string, ms = 10_000): Promise<void> {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`expected ${what} within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
