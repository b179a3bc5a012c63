import { expect } from "chai";
import fc from "fast-check";
import { clipEnd, clipStart } from "./clip.js";

const text = fc.array(fc.constantFrom("a", "bb", ""), { maxLength: 30 }).map((lines) => lines.join("\n"));
const lines = fc.integer({ min: 1, max: 12 });

describe("clip", () => {
  it("keeps the last or the first lines and counts the others", () => {
    expect(clipStart("1\n2\n3\n4\n", 2)).to.deep.equal({ text: "3\n4\n", hidden: 2 });
    expect(clipEnd("1\n2\n3\n4\n", 2)).to.deep.equal({ text: "1\n2", hidden: 2 });
    expect(clipStart("1\n2", 2)).to.deep.equal({ text: "1\n2", hidden: 0 });
    expect(clipEnd("1\n2\n", 2)).to.deep.equal({ text: "1\n2\n", hidden: 0 });
  });

  it("hides nothing unless it says so, and shows part of the text", () => {
    fc.assert(
      fc.property(text, lines, (t, n) => {
        for (const clip of [clipStart(t, n), clipEnd(t, n)]) {
          expect(t).to.contain(clip.text);
          if (clip.hidden === 0) expect(clip.text).to.equal(t);
        }
      }),
    );
  });
});
