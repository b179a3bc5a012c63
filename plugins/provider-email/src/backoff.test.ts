import { expect } from "chai";
import fc from "fast-check";
import { backoffMs } from "./backoff.js";
import { HealthBoard } from "./health-board.js";

describe("times between tries", () => {
  it("grow to a cap and are spread over half of themselves", () => {
    const at = (attempt: number, random: number) => backoffMs(attempt, { baseMs: 500, capMs: 60_000, random: () => random });
    expect([1, 2, 3, 8, 1_000].map((attempt) => at(attempt, 1))).to.deep.equal([500, 1_000, 2_000, 60_000, 60_000]);
    expect(at(3, 0)).to.equal(1_000);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        expect(at(attempt, random)).to.be.within(250, 60_000);
      }),
    );
  });
});

describe("health of several parts", () => {
  it("is as bad as the worst, and told when it changes", () => {
    const told: string[] = [];
    const board = new HealthBoard(({ state, detail }) => told.push(`${state} ${detail ?? ""}`.trim()));
    board.set("in", { state: "ok" });
    board.set("out", { state: "ok" });
    board.set("out", { state: "failed", detail: "B." });
    board.set("in", { state: "degraded", detail: "A." });
    board.set("in", { state: "degraded", detail: "A." });
    board.set("out", { state: "ok", detail: "fine" });
    expect(told).to.deep.equal(["ok", "failed B.", "failed A. B.", "degraded A."]);
  });
});
