import { expect } from "chai";
import fc from "fast-check";
import { fileNameOf } from "./file-name.js";

describe("a file name for others", () => {
  for (const [given, made] of [
    ["report.pdf", "report.pdf"],
    ["Übersicht 漢字 🎉.pdf", "Übersicht 漢字 🎉.pdf"],
    ["../../etc/passwd", ".._.._etc_passwd"],
    ["C:\\x.txt", "C:_x.txt"],
    ["a\r\nX-Evil: 1", "aX-Evil: 1"],
    ["", "file"],
    ["..", "file"],
    [" \u0000 ", "file"],
    [`${"x".repeat(300)}.tar`, `${"x".repeat(196)}.tar`],
  ] as const)
    it(`is ${JSON.stringify(made.slice(0, 30))} of ${JSON.stringify(given.slice(0, 30))}`, () => expect(fileNameOf(given)).to.equal(made));

  it("is harmless whatever was given, and stays what it is when made again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (given) => {
        const name = fileNameOf(given);
        expect(name).to.match(/^[^\p{Cc}\p{Cs}/\\]+$/u);
        expect(name.length).to.be.within(1, 200);
        expect(name).to.not.match(/^\.*$/);
        expect(fileNameOf(name)).to.equal(name);
      }),
    );
  });
});
