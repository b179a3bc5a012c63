import type { EarlierRun } from "@open-cowork/core/sessions";
import { expect } from "chai";
import { lostWords, tell } from "./lost-words.js";

const run = (n: number, ...answers: string[]): EarlierRun => ({
  message: `p${n}`,
  said: [{ by: "person", message: `p${n}`, text: `Question ${n}` }, ...answers.map((text, i) => ({ by: "agent" as const, message: `a${n}.${i}`, text }))],
});
const engine = (...ids: string[]) => ({ heard: (id: string) => ids.includes(id), completed: (id: string) => ids.includes(id) });
const texts = (earlier: EarlierRun[], ...known: string[]) =>
  lostWords((runs) => earlier.slice(-Math.min(runs, earlier.length)), engine(...known)).map((piece) => "text" in piece && piece.text);

describe("words that an engine has lost", () => {
  it("are none when it has them all", () => {
    expect(texts([run(1, "One"), run(2, "Two")], "p1", "a1.0", "p2", "a2.0")).to.deep.equal([]);
  });

  it("are the end of an answer that broke off", () => {
    expect(texts([run(1, "One"), run(2, "Two", "and more")], "p1", "a1.0", "p2", "a2.0")).to.deep.equal(["and more"]);
  });

  it("are all runs since the last that it heard of, in order", () => {
    expect(texts([run(1, "One"), run(2, "Two"), run(3, "Three")], "p1", "a1.0")).to.deep.equal(["Question 2", "Two", "Question 3", "Three"]);
  });

  it("do not include what it was told with a message that it has", () => {
    expect(texts([run(1, "One"), run(2, "Two")], "p2", "a2.0")).to.deep.equal([]);
  });

  it("leave out the oldest where they would fill the context", () => {
    expect(texts([run(1, "x".repeat(150_000)), run(2, "y".repeat(150_000))])).to.deep.equal(["Question 2", "y".repeat(150_000)]);
  });

  it("are told with who said them, and tools with their outcome", () => {
    const told = tell([
      { by: "person", message: "p", text: "Count" },
      { by: "tool", message: "a", tool: "bash", input: { command: "wc" }, result: "42" },
      { by: "agent", message: "a", text: "It is 42." },
    ]);
    expect(told).to.equal('<asked>\nCount\n</asked>\n\n<tool name="bash">\n{"command":"wc"}\n42\n</tool>\n\n<shown>\nIt is 42.\n</shown>');
  });
});
