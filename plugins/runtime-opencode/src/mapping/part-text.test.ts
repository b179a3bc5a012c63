import { expect } from "chai";
import fc from "fast-check";
import { PartText } from "./part-text.js";

describe("the text of a part", () => {
  it("adds only what is missing of a later full text", () => {
    const part = new PartText();
    part.append("Hello ");
    expect(part.reconcile("Hello world", true)).to.deep.equal({ kind: "appended", text: "world" });
    expect(part.reconcile("Hello world", true)).to.deep.equal({ kind: "none" });
  });

  it("takes white space at the end, and a stored text that is behind, for no difference", () => {
    const part = new PartText();
    part.append("Hello there \n");
    expect(part.reconcile("Hello there", true)).to.deep.equal({ kind: "none" });
    expect(part.reconcile("", false)).to.deep.equal({ kind: "none" });
    expect(part.reconcile("Hel", false)).to.deep.equal({ kind: "none" });
  });

  it("replaces what really differs", () => {
    const part = new PartText();
    part.append("Hello wrld");
    expect(part.reconcile("Hello world", true)).to.deep.equal({ kind: "replaced", text: "Hello world" });
    expect(part.emitted).to.equal("Hello world");
  });

  it("ends with the full text but for white space at the end, whatever was emitted before", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string(), (deltas, full) => {
        const part = new PartText();
        for (const delta of deltas) part.append(delta);
        part.reconcile(full, true);
        expect(part.emitted.trimEnd()).to.equal(full.trimEnd());
      }),
    );
  });
});
