import { expect } from "chai";
import { DrawPace } from "./draw-pace.js";

describe("the pace of drawing", () => {
  let now: number;
  let drawn: number[];
  let hidden: boolean;
  let tookMs: number;
  let frame: (() => void) | undefined;
  let pace: DrawPace;

  beforeEach(() => {
    [now, drawn, hidden, tookMs, frame] = [1_000, [], false, 0, undefined];
    pace = new DrawPace({
      draw: async () => {
        drawn.push(now);
        now += tookMs;
      },
      hidden: () => hidden,
      now: () => now,
      frame: (callback) => {
        frame = callback;
        return () => void (frame = undefined);
      },
    });
  });
  const change = async (at: number) => {
    now = at;
    pace.changed();
    await Promise.resolve();
  };

  it("draws words that come one by one at once", async () => {
    for (const at of [1_000, 1_010, 1_020]) await change(at);
    expect(drawn).to.deep.equal([1_000, 1_010, 1_020]);
  });

  it("draws a fast stream once a frame", async () => {
    for (const at of [1_000, 1_002, 1_004, 1_006]) await change(at);
    expect(drawn).to.deep.equal([1_000]);
    now = 1_016;
    frame!();
    expect(drawn).to.deep.equal([1_000, 1_016]);
  });

  it("leaves time beside a thread that takes long to draw", async () => {
    tookMs = 10;
    await change(1_000);
    await change(1_015);
    expect(drawn).to.deep.equal([1_000]);
    await Promise.resolve();
    frame!();
    expect(drawn).to.have.length(2);
  });

  it("draws nothing while nobody looks, and once when somebody does", async () => {
    hidden = true;
    for (const at of [1_000, 1_050, 1_100]) await change(at);
    expect(drawn).to.deep.equal([]);
    frame!();
    expect(drawn).to.have.length(1);
  });

  it("draws nothing any more once it is stopped", async () => {
    await change(1_000);
    await change(1_001);
    pace.stop();
    expect(frame).to.equal(undefined);
  });
});
