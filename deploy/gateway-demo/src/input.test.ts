import { expect } from "chai";
import { parseInput } from "./input.js";

describe("what is typed in the demo", () => {
  it("is said, commands of the chat too", () => {
    for (const text of ["hello", "/stop", "12 monkeys", "!", "!file", "!wait", "!what is this"])
      expect(parseInput(` ${text} `), text).to.deep.equal({ kind: "say", text });
  });

  it("presses a button by its number", () => {
    expect(parseInput("2")).to.deep.equal({ kind: "press", number: 2 });
  });

  it("is for this program after an exclamation mark", () => {
    expect(parseInput("!quit")).to.deep.equal({ kind: "quit" });
    expect(parseInput("!file a/b.txt what is in it?")).to.deep.equal({ kind: "file", path: "a/b.txt", text: "what is in it?" });
    expect(parseInput("!wait Allowed once by")).to.deep.equal({ kind: "wait", text: "Allowed once by" });
  });

  it("may be nothing", () => {
    expect(parseInput("  ")).to.equal(undefined);
  });
});
