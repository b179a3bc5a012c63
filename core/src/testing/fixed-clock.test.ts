import { expect } from "chai";
import { FixedClock } from "./fixed-clock.js";

describe("FixedClock", () => {
  it("runs timers in order of their time, each at its own time, also those set on the way", async () => {
    const clock = new FixedClock(0);
    const ran: [string, number][] = [];
    const note = (name: string) => () => void ran.push([name, clock.now()]);
    clock.after(20, note("b"));
    clock.after(10, () => {
      note("a")();
      clock.after(5, note("a2"));
    });
    clock.after(20, note("c"));
    clock.after(31, note("late"));
    await clock.advance(30);
    expect(ran).to.deep.equal([
      ["a", 10],
      ["a2", 15],
      ["b", 20],
      ["c", 20],
    ]);
    expect([clock.now(), clock.pending]).to.deep.equal([30, 1]);
  });

  it("sleeps through chains of promises", async () => {
    const clock = new FixedClock(0);
    const woke: number[] = [];
    const chain = (async () => {
      for (let i = 0; i < 3; i++) {
        await clock.sleep(10);
        woke.push(clock.now());
      }
    })();
    await clock.advance(30);
    await chain;
    expect(woke).to.deep.equal([10, 20, 30]);
  });

  it("a cancelled timer never runs, an aborted sleep rejects with the reason and leaves no timer", async () => {
    const clock = new FixedClock();
    clock.after(1, () => expect.fail("cancelled"))();
    const abort = new AbortController();
    const sleep = clock.sleep(5, abort.signal);
    const reason = new Error("stop");
    abort.abort(reason);
    await clock.advance(10);
    const outcome = await sleep.then(
      () => "resolved",
      (error: unknown) => error,
    );
    expect(outcome).to.equal(reason);
    expect(clock.pending).to.equal(0);
  });
});
