import { expect } from "chai";
import fc from "fast-check";
import { Unconfirmed } from "./unconfirmed.js";

describe("Unconfirmed: how far Telegram may forget", () => {
  it("never confirms past an update that is not stored, and confirms all before it", () => {
    const outcome = fc.constantFrom("stored", "taken", "dropped", "untouched");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.array(outcome, { maxLength: 100 }), (first, outcomes) => {
        const updates = new Unconfirmed();
        const ids = outcomes.map((_, i) => first + i * 2);
        updates.received(undefined, ids);
        outcomes.forEach((became, i) => {
          const id = ids[i] as number;
          if (became === "untouched") return;
          updates.mark(id, "taken");
          if (became === "stored") updates.mark(id, "stored");
          if (became === "dropped") updates.drop(id);
        });
        const front = outcomes.findIndex((became) => became !== "stored");
        const stored = front < 0 ? ids : ids.slice(0, front);
        expect(updates.offset()).to.equal(stored.length === 0 ? undefined : (stored.at(-1) as number) + 1);
        expect(updates.settled).to.equal(front < 0);
      }),
    );
  });

  it("gives out again what was not stored, and not what was", () => {
    const updates = new Unconfirmed();
    updates.received(undefined, [5, 6, 7]);
    updates.mark(5, "taken");
    updates.drop(5);
    updates.mark(6, "taken");
    updates.mark(7, "stored");
    updates.received(updates.offset(), [5, 6, 7, 8]);
    expect([5, 6, 7, 8].filter((id) => updates.isNew(id))).to.deep.equal([5, 8]);
  });

  it("has nothing to confirm once that was done, so that ids may begin anywhere", () => {
    const updates = new Unconfirmed();
    updates.received(undefined, [900]);
    updates.mark(900, "stored");
    expect(updates.offset()).to.equal(901);
    updates.received(901, []);
    expect(updates.offset()).to.equal(undefined);
    updates.received(undefined, [12]);
    expect(updates.isNew(12)).to.equal(true);
    // The very same update once more is new too: it had been confirmed.
    updates.received(undefined, [900]);
    expect(updates.isNew(900)).to.equal(true);
  });

  it("does not forget what was stored when the confirmation did not get through", () => {
    const updates = new Unconfirmed();
    updates.received(undefined, [1, 2]);
    updates.mark(1, "stored");
    expect(updates.offset()).to.equal(2);
    expect(updates.offset()).to.equal(2);
    updates.received(undefined, [1, 2]);
    expect(updates.isNew(1)).to.equal(false);
  });
});
