import { expect } from "chai";
import fc from "fast-check";
import { Lanes } from "./lanes.js";

describe("lanes", () => {
  it("do everything once, in order within a lane, with no more at a time than they may, and fairly", async () => {
    const item = fc.record({ lane: fc.constantFrom("a", "b", "c", "d"), turns: fc.nat(5) });
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 40 }), fc.integer({ min: 1, max: 4 }), async (items, parallel) => {
        const done: number[] = [];
        const active = new Set<string>();
        const lanes = new Lanes<number>(parallel, async (index) => {
          const { lane, turns } = items[index]!;
          expect(active.has(lane)).to.equal(false);
          active.add(lane);
          expect(active.size).to.be.at.most(parallel);
          for (let i = 0; i < turns; i++) await undefined;
          active.delete(lane);
          done.push(index);
        });
        for (const [index, { lane }] of items.entries()) lanes.add(lane, index);
        for (let i = 0; i < 1_000 && done.length < items.length; i++) await undefined;
        for (const lane of "abcd") {
          const own = done.filter((index) => items[index]!.lane === lane);
          expect(own).to.deep.equal(items.flatMap((each, index) => (each.lane === lane ? [index] : [])));
        }
      }),
    );
  });

  it("let a lane of much wait for its turn", async () => {
    const done: string[] = [];
    const lanes = new Lanes<string>(1, async (item) => void done.push(item));
    for (const item of ["a1", "a2", "a3", "b1", "c1"]) lanes.add(item[0]!, item);
    while (done.length < 5) await undefined;
    expect(done).to.deep.equal(["a1", "b1", "c1", "a2", "a3"]);
  });

  it("begin nothing more once they stop, and stop when what is under way has ended", async () => {
    const done: string[] = [];
    let go: () => void = () => undefined;
    const lanes = new Lanes<string>(1, async (item) => {
      await new Promise<void>((resolve) => (go = resolve));
      done.push(item);
    });
    lanes.add("a", "1");
    lanes.add("a", "2");
    const stopped = lanes.stop().then(() => done.push("stopped"));
    go();
    await stopped;
    expect(done).to.deep.equal(["1", "stopped"]);
  });
});
