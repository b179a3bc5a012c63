import { expect } from "chai";
import fc from "fast-check";
import { type DiffHunk, diffOf, parseDiff } from "./diff-model.js";
import { countChanges } from "./patch-text.js";

const line = fc.constantFrom("a", "b", "  return x;", "--- y", "+++ z", "@@ -1 +1 @@", "", "const order = 1;");
const text = fc.array(line, { maxLength: 25 }).map((lines) => lines.map((l) => `${l}\n`).join(""));

const side = (hunks: DiffHunk[], kind: "added" | "removed") => hunks.flatMap((hunk) => hunk.lines).filter((l) => l.kind === kind || l.kind === "same");

describe("parseDiff", () => {
  it("numbers the lines of both sides", () => {
    const before = "one\ntwo\nthree\n";
    const [hunk] = parseDiff(diffOf(before, "one\n2\n2b\nthree\n", "a.txt"));
    expect(hunk!.lines.map((l) => `${l.before ?? "-"} ${l.after ?? "-"} ${l.kind} ${l.text}`)).to.deep.equal([
      "1 1 same one",
      "2 - removed two",
      "- 2 added 2",
      "- 3 added 2b",
      "3 4 same three",
    ]);
  });

  it("marks the words that changed in a line that stayed mostly the same", () => {
    const [hunk] = parseDiff(diffOf("return parseDate(row.date);\n", "return parseDate(row.date, order);\n", "a.ts"));
    const added = hunk!.lines.find((l) => l.kind === "added")!;
    expect(added.marks!.map(([from, to]) => added.text.slice(from, to)).join("")).to.equal(", order");
    expect(parseDiff(diffOf("alpha beta\n", "something else\n", "a.ts"))[0]!.lines.every((l) => l.marks === undefined)).to.equal(true);
  });

  it("has each line of both texts at its number", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const hunks = parseDiff(diffOf(before, after, "f"));
        const old = before.split("\n");
        const now = after.split("\n");
        for (const l of side(hunks, "removed")) expect(old[l.before! - 1]).to.equal(l.text);
        for (const l of side(hunks, "added")) expect(now[l.after! - 1]).to.equal(l.text);
        if (before === after) expect(hunks).to.deep.equal([]);
      }),
    );
  });

  it("is counted alike without being parsed, whatever the lines look like", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const patch = diffOf(before, after, "f");
        const lines = parseDiff(patch).flatMap((hunk) => hunk.lines);
        const count = (kind: string) => lines.filter((l) => l.kind === kind).length;
        expect(countChanges(patch)).to.deep.equal({ additions: count("added"), deletions: count("removed"), lines: lines.length });
      }),
    );
  });

  it("gives nothing for text that is no diff", () => {
    expect(parseDiff("hello\nworld")).to.deep.equal([]);
    expect(parseDiff("--- a\n+++ b\n@@ -1,2 +1,9 @@\n broken")).to.deep.equal([]);
    expect(countChanges("hello")).to.deep.equal({ additions: 0, deletions: 0, lines: 0 });
  });
});
