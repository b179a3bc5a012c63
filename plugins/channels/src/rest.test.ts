import { FixedClock, settle } from "@open-cowork/core/testing";
import { expect } from "chai";
import { rest } from "./rest.js";

describe("rest", () => {
  it("lasts as long as it was asked to, or until it is cut short, and then says nothing", async () => {
    const clock = new FixedClock();
    const end = new AbortController();
    const over: string[] = [];
    void rest(clock, 100, end.signal).then(() => over.push("short"));
    void rest(clock, 10_000, end.signal).then(() => over.push("long"));
    await clock.advance(100);
    expect(over).to.deep.equal(["short"]);
    end.abort();
    await settle();
    expect(over).to.deep.equal(["short", "long"]);
    await rest(clock, 10_000, end.signal);
  });

  it("passes on that a clock is broken", async () => {
    const clock = Object.assign(new FixedClock(), { sleep: () => Promise.reject(new Error("no time")) });
    const failure = await rest(clock, 1, new AbortController().signal).catch((error: Error) => error.message);
    expect(failure).to.equal("no time");
  });
});
