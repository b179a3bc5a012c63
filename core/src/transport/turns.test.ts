import { expect } from "chai";
import fc from "fast-check";
import { settle } from "../testing/fixed-clock.js";
import { Turns } from "./turns.js";

describe("turns", () => {
  it("keep the order within a key whatever fails, and let different keys overlap", async () => {
    const works = fc.array(fc.record({ key: fc.constantFrom("a", "b", "c"), links: fc.nat(5), fails: fc.boolean() }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(works, async (given) => {
        const turns = new Turns();
        const running = new Set<string>();
        const order: number[] = [];
        const outcomes = given.map(({ key, links, fails }, index) =>
          turns.run(key, async () => {
            expect(running.has(key)).to.equal(false);
            running.add(key);
            await settle(links);
            running.delete(key);
            order.push(index);
            if (fails) throw new Error(String(index));
            return index;
          }),
        );
        const settled = await Promise.allSettled(outcomes);
        await turns.ended();
        given.forEach(({ key, fails }, index) => {
          expect(settled[index]).to.include(fails ? { status: "rejected" } : { status: "fulfilled", value: index });
          const earlier = given.slice(0, index).flatMap((work, i) => (work.key === key ? [i] : []));
          for (const i of earlier) expect(order.indexOf(i)).to.be.lessThan(order.indexOf(index));
        });
      }),
    );
  });

  it("do not wait for another key", async () => {
    const turns = new Turns();
    let open: () => void = () => undefined;
    const slow = turns.run("a", () => new Promise<void>((resolve) => (open = resolve)));
    expect(await turns.run("b", async () => "done")).to.equal("done");
    open();
    await slow;
    await turns.ended();
  });
});
