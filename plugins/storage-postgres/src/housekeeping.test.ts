import { silentLog } from "@open-cowork/core/kernel";
import { FixedClock } from "@open-cowork/core/testing";
import { expect } from "chai";
import { keepHouse } from "./housekeeping.js";

const HOUR = 3_600_000;

describe("housekeeping", () => {
  it("sweeps soon after the start and then every hour, whether it succeeds or not, until it is ended", async () => {
    const clock = new FixedClock();
    const [start, at]: [number, number[]] = [clock.now(), []];
    const warned: string[] = [];
    const end = keepHouse({
      clock,
      log: { ...silentLog, warn: (event) => void warned.push(event) },
      sweep: async () => {
        at.push(clock.now() - start);
        if (at.length === 2) throw new Error("no database");
        return 3;
      },
    });
    await clock.advance(2 * HOUR + 300_000);
    expect(at).to.deep.equal([300_000, HOUR + 300_000, 2 * HOUR + 300_000]);
    expect(warned).to.deep.equal(["storage.sweep_failed"]);
    end();
    await clock.advance(10 * HOUR);
    expect([at.length, clock.pending]).to.deep.equal([3, 0]);
  });
});
