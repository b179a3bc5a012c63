import type { HealthReport } from "@open-cowork/core/kernel";
import { expect } from "chai";
import { Health } from "./health.js";

describe("Health", () => {
  it("tells the worst of what is wrong, and each change once", () => {
    const told: HealthReport[] = [];
    const health = new Health((report) => told.push(report));
    health.fine("token");
    health.fine("updates");
    health.trouble("updates", "degraded", "slow");
    health.trouble("updates", "degraded", "slow");
    health.trouble("token", "failed", "bad");
    health.fine("token");
    health.fine("updates");
    expect(told).to.deep.equal([
      { state: "ok" },
      { state: "degraded", detail: "slow" },
      { state: "failed", detail: "bad" },
      { state: "degraded", detail: "slow" },
      { state: "ok" },
    ]);
  });
});
