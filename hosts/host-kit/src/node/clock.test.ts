import { expect } from "chai";
import { systemClock } from "./clock.js";

describe("system clock", () => {
  it("calls back once, unless it is cancelled before", async () => {
    let calls = 0;
    const cancel = systemClock.after(1, () => calls++);
    cancel();
    await new Promise<void>((resolve) => systemClock.after(2, resolve));
    expect(calls).to.equal(0);
  });

  it("ends a sleep with the reason of its signal", async () => {
    const controller = new AbortController();
    const reason = new Error("stopping");
    const sleeping = systemClock.sleep(60_000, controller.signal).catch((error: unknown) => error);
    controller.abort(reason);
    expect(await sleeping).to.equal(reason);
    expect(await systemClock.sleep(1, controller.signal).catch((error: unknown) => error)).to.equal(reason);
  });
});
