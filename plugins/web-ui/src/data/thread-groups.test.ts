import type { SessionSummary } from "@open-cowork/shared";
import { expect } from "chai";
import fc from "fast-check";
import { groupThreads } from "./thread-groups.js";

const now = new Date(2026, 10, 18, 12).getTime();
const DAY = 86_400_000;
const thread = (id: string, age: number, pinned = false) => ({ id, title: id, pinned, activeAt: now - age }) as SessionSummary;

describe("thread groups", () => {
  it("sort by day, week and age, pinned ones apart", () => {
    const groups = groupThreads([thread("p", 40 * DAY, true), thread("a", 1000), thread("b", DAY), thread("c", 6.4 * DAY), thread("d", 7 * DAY)], now);
    expect(groups.map((group) => [group.name, group.threads.map((item) => item.id).join()])).to.deep.equal([
      ["pinned", "p"],
      ["today", "a"],
      ["week", "b,c"],
      ["older", "d"],
    ]);
  });

  it("lose no thread and keep the order within a group", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(90 * DAY), fc.boolean())), (ages) => {
        const threads = ages.map(([age, pinned], index) => thread(String(index), age, pinned));
        const groups = groupThreads(threads, now);
        const ordered = groups.every(({ threads: list }) => list.every((item, i) => i === 0 || Number(list[i - 1]!.id) < Number(item.id)));
        return ordered && groups.flatMap((group) => group.threads).length === threads.length;
      }),
    );
  });
});
