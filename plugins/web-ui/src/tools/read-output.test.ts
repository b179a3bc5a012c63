import { expect } from "chai";
import { readText } from "./read-output.js";

describe("readText", () => {
  it("takes off line numbers, tags and remarks", () => {
    const output = "<file>\n00041| export const a = 1;\n00042| \n00043|   return a;\n\n(End of file - total 43 lines)\n</file>";
    expect(readText(output)).to.deep.equal({ text: " export const a = 1;\n \n   return a;", from: 41 });
  });

  it("reads the frame that names path and type", () => {
    const output = "<path>/x/a.ts</path>\n<type>file</type>\n<content>\n7: one\n8:   two\n</content>";
    expect(readText(output)).to.deep.equal({ text: "one\n  two", from: 7 });
  });

  it("leaves other output as it is", () => {
    expect(readText("plain\n12 monkeys")).to.deep.equal({ text: "plain\n12 monkeys", from: 1 });
    expect(readText("")).to.deep.equal({ text: "", from: 1 });
  });
});
