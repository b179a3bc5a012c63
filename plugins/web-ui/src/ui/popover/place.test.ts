import { expect } from "chai";
import fc from "fast-check";
import { type Placement, place } from "./place.js";

const view = { width: 1000, height: 800 };
const anchor = { left: 400, top: 300, width: 100, height: 30 };

describe("place", () => {
  it("opens below, aligned with the start or the end of the anchor", () => {
    expect(place(anchor, { width: 200, height: 100 }, view, "bottom-start")).to.deep.equal({ left: 400, top: 336 });
    expect(place(anchor, { width: 200, height: 100 }, view, "bottom-end")).to.deep.equal({ left: 300, top: 336 });
  });

  it("mirrors start and end from right to left", () => {
    expect(place(anchor, { width: 200, height: 100 }, view, "bottom-start", true).left).to.equal(300);
  });

  it("goes to the other side where the wanted one has no room", () => {
    const low = { ...anchor, top: 760 };
    expect(place(low, { width: 200, height: 100 }, view, "bottom-start").top).to.equal(760 - 6 - 100);
    expect(place({ ...anchor, top: 4 }, { width: 200, height: 100 }, view, "top").top).to.equal(40);
  });

  it("keeps every panel that fits inside the window", () => {
    const box = fc.record({ left: fc.integer({ min: -50, max: 1000 }), top: fc.integer({ min: -50, max: 800 }), width: fc.nat(300), height: fc.nat(60) });
    const panel = fc.record({ width: fc.nat(900), height: fc.nat(700) });
    const placement = fc.constantFrom<Placement>("bottom-start", "bottom-end", "top-start", "top-end", "bottom", "top");
    fc.assert(
      fc.property(box, panel, placement, fc.boolean(), (where, size, wanted, rtl) => {
        const { left, top } = place(where, size, view, wanted, rtl);
        return left >= 8 && top >= 8 && left + size.width <= view.width - 8 && top + size.height <= view.height - 8;
      }),
    );
  });
});
