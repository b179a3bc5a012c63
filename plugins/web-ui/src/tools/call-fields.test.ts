import { expect } from "chai";
import { lineCount, pathOf, shortPath } from "./call-fields.js";
import type { ToolCall } from "./tool-line.js";

const call = (fields: Partial<ToolCall>) =>
  ({ type: "tool", tool: "read", state: "completed", message: "m", id: "c", seq: 1, at: 1, rev: 1, ...fields }) as ToolCall;

describe("fields of a tool call", () => {
  it("shows paths without the folders of the machine", () => {
    expect(shortPath("/srv/data/workspaces/01M858G5KCW8QFWJDK8GPE1TC6/01M858K09ZAY8RSEEFKNNTQ081/docs/hello.md")).to.equal("docs/hello.md");
    expect(shortPath("/srv/01M858K09ZAY8RSEEFKNNTQ081")).to.equal(".");
    expect(shortPath("/home/ana/projects/import/parse.ts")).to.equal("projects/import/parse.ts");
    expect(shortPath("src/a/b/c/d.ts")).to.equal("src/a/b/c/d.ts");
    expect(shortPath("C:\\Users\\ana\\import\\parse.ts")).to.equal("ana/import/parse.ts");
  });

  it("prefers the runtime's title where it is the end of the path", () => {
    expect(pathOf(call({ title: "import/parse.ts", input: { filePath: "/w/x/y/import/parse.ts" } }))).to.equal("import/parse.ts");
    expect(pathOf(call({ title: "Read a file", input: { filePath: "a.ts" } }))).to.equal("a.ts");
    expect(pathOf(call({ title: "a.ts" }))).to.equal("a.ts");
    expect(pathOf(call({ input: { filePath: 7 } }))).to.equal(undefined);
  });

  it("counts lines", () => {
    expect(["", "a", "a\n", "a\nb", "\n"].map(lineCount)).to.deep.equal([0, 1, 1, 2, 1]);
  });
});
