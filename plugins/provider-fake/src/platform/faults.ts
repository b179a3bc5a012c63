import { z } from "zod";

/** What goes wrong with the next requests that send or change a message, so that it can be seen what becomes of them. */
export const fakeFaultSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("rate-limited"), retryAfterMs: z.number().int().min(0).max(3_600_000) }),
  z.object({ kind: z.enum(["broken", "unauthorised", "silent", "gone"]) }),
]);
export type FakeFault = z.infer<typeof fakeFaultSchema>;

/** The platform's answer when something went wrong. */
export class FakeRefusal extends Error {
  constructor(readonly fault: Exclude<FakeFault, { kind: "silent" }> | { kind: "unknown-message" | "bad-content" }) {
    super(`the demo platform answered ${fault.kind}`);
  }
}

export class Faults {
  #next: { fault: FakeFault; times: number } | undefined;

  set(fault: FakeFault, times: number): void {
    this.#next = { fault, times };
  }

  /** Takes one. @throws FakeRefusal; true for a request whose answer never comes */
  take(): boolean {
    const next = this.#next;
    if (!next) return false;
    next.times -= 1;
    if (next.times <= 0) this.#next = undefined;
    if (next.fault.kind !== "silent") throw new FakeRefusal(next.fault);
    return true;
  }
}
