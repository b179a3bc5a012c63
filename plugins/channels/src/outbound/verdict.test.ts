import type { SendOutcome } from "@open-cowork/shared";
import { expect } from "chai";
import { TROUBLE_MS, verdict } from "./verdict.js";

describe("what a try means", () => {
  const busy = (retryAfterMs: number): SendOutcome => ({ state: "deferred", retryAfterMs, reason: "busy" });
  const silent: SendOutcome = { state: "unknown", reason: "no answer" };
  const of = (attempts: number, outcome: SendOutcome, { unknown = 0, message = undefined as string | undefined, random = 1 } = {}) =>
    verdict({ attempts, message }, outcome, { tries: 10, unknown }, () => random);

  it("is what the platform says where it says something", () => {
    expect(of(1, { state: "delivered", message: "m" })).to.deep.equal({ state: "delivered", message: "m" });
    expect(of(1, { state: "refused", code: "blocked", reason: "x" })).to.deep.include({ state: "refused", code: "blocked" });
    expect(of(9, busy(1_234))).to.deep.include({ state: "deferred", retryAfterMs: 1_234 });
  });

  it("is a longer and longer wait where the platform asks for none, with a cap and with jitter", () => {
    const waits = (random: number) => [1, 2, 3, 9].map((attempts) => (of(attempts, busy(0), { random }) as { retryAfterMs: number }).retryAfterMs);
    expect(waits(1)).to.deep.equal([1_000, 2_000, 4_000, 256_000]);
    expect(waits(0)).to.deep.equal([500, 1_000, 2_000, 128_000]);
    expect(verdict({ attempts: 40, message: undefined }, busy(0), { tries: 50, unknown: 0 }, () => 1)).to.include({ retryAfterMs: 900_000 });
  });

  it("is the end after so many tries, whatever the platform asks for", () => {
    expect(of(10, busy(1_000))).to.deep.equal({ state: "dead", reason: "busy" });
    expect(of(10, silent, { unknown: 1 })).to.deep.equal({ state: "dead", reason: "no answer" });
  });

  it("is the end for a message that may be there three times; a change that is made again does no harm", () => {
    expect(of(3, silent, { unknown: 2 }).state).to.equal("unknown");
    expect(of(3, silent, { unknown: 3 }).state).to.equal("dead");
    expect(of(3, silent, { unknown: 3, message: "m" }).state).to.equal("unknown");
  });

  it("is never the end where our credentials are refused", () => {
    const refused: SendOutcome = { state: "refused", code: "unauthorised", reason: "revoked" };
    expect(of(99, refused)).to.deep.equal({ state: "deferred", retryAfterMs: TROUBLE_MS, reason: "revoked" });
  });
});
