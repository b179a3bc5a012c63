import { expect } from "chai";
import fc from "fast-check";
import { parseAnsi, stripAnsi } from "./ansi.js";

describe("parseAnsi", () => {
  it("keeps colours and attributes as class names", () => {
    expect(parseAnsi("a\x1b[31;1mred\x1b[0m b\x1b[92mok")).to.deep.equal([
      { text: "a", style: "" },
      { text: "red", style: "fg-1 bold" },
      { text: " b", style: "" },
      { text: "ok", style: "fg-2" },
    ]);
  });

  it("skips colours of larger palettes without reading their numbers as codes", () => {
    expect(parseAnsi("\x1b[38;5;1mx\x1b[48;2;1;4;31my\x1b[4mz")).to.deep.equal([
      { text: "xy", style: "" },
      { text: "z", style: "underline" },
    ]);
  });

  it("drops cursor movement, titles and control characters", () => {
    expect(stripAnsi("\x1b]0;title\x07a\x1b[2Jb\x1b[1;1Hc\x07\x00\x1b(B d\x1b]8;;http://x\x1b\\link")).to.equal("abc dlink");
  });

  it("shows what a progress bar leaves behind", () => {
    expect(stripAnsi("10%\r50%\r100%\ndone\r\n")).to.equal("100%\ndone\n");
  });

  it("ends a sequence that is cut off without losing the text before it", () => {
    expect(stripAnsi("text\x1b[3")).to.match(/^text/);
    expect(stripAnsi("text\x1b")).to.equal("text");
  });

  // biome-ignore-start lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  it("leaves no escape character in any output", () => {
    const unit = fc.constantFrom("\x1b", "[", "]", "m", ";", "3", "1", "\x07", "\\", "a", "\r", "\n", " ", "(");
    fc.assert(fc.property(fc.array(unit, { maxLength: 40 }), (parts) => void expect(stripAnsi(parts.join(""))).to.not.match(/[\x00-\x08\x0e-\x1f]/)));
  });
  // biome-ignore-end lint/suspicious/noControlCharactersInRegex: see above

  it("says the same with and without styles", () => {
    const unit = fc.constantFrom("\x1b[31m", "\x1b[0m", "\x1b[1m", "a", "b\n", "\x1b[39m");
    fc.assert(
      fc.property(fc.array(unit), (parts) => {
        const text = parts.join("");
        expect(
          parseAnsi(text)
            .map((s) => s.text)
            .join(""),
        ).to.equal(stripAnsi(text));
      }),
    );
  });
});
