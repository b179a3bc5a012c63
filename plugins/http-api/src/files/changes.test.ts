import { some } from "@open-cowork/core/testing";
import { event, foldAll, type NewEvent } from "@open-cowork/shared";
import { expect } from "chai";
import { changedFiles, filePatches } from "./changes.js";

const RUN = "run";
const viewOf = (...events: NewEvent[]) =>
  foldAll([some.queued(RUN, "go"), some.started(RUN), ...events].map((one, i) => ({ ...one, seq: i + 1, at: (i + 1) * 10, epoch: 1 })));
const changed = (path: string, additions: number, status: "added" | "modified" | "deleted", agentPath?: string[]) =>
  event("files.changed", { files: [{ path, additions, deletions: 1, status }] }, RUN, agentPath);
const call = (id: string, tool: string, input: object, metadata: object, status: "completed" | "error" = "completed") => [
  event("tool.started", { message: "m", call: id, tool, input: { ...input } }, RUN),
  event("tool.finished", { call: id, status, metadata: { ...metadata }, durationMs: 1 }, RUN),
];

describe("the files of a thread", () => {
  it("are listed by path with all their changes, those of sub-agents too", () => {
    const child = event("subagent.started", { agent: "explore", title: "Look" }, RUN, ["child"]);
    const view = viewOf(changed("b.ts", 3, "added"), changed("a.ts", 1, "modified"), child, changed("b.ts", 2, "modified", ["child"]));
    expect(changedFiles(view)).to.deep.equal([
      { path: "a.ts", status: "modified", additions: 1, deletions: 1, changes: 1, changedAt: 40 },
      { path: "b.ts", status: "added", additions: 5, deletions: 2, changes: 2, changedAt: 60 },
    ]);
  });

  it("may have been made, deleted, and bear any name", () => {
    const view = viewOf(changed("__proto__", 1, "added"), changed("__proto__", 0, "deleted"));
    expect(changedFiles(view).map(({ path, status }) => [path, status])).to.deep.equal([["__proto__", "deleted"]]);
  });

  it("bear the same names in patches as in the list", () => {
    const file = "/data/ws/src/a.ts";
    const diff = `Index: ${file}\n=====\n--- ${file}\t1\n+++ ${file}\n@@ -1 +1 @@\n--- ${file}\n+x\n`;
    const view = viewOf(...call("c", "edit", {}, { diff }), changed("src/a.ts", 1, "modified"), changed("a.ts", 1, "modified"));
    expect(filePatches(view)[0]!.patch).to.equal(`Index: src/a.ts\n=====\n--- src/a.ts\t1\n+++ src/a.ts\n@@ -1 +1 @@\n--- ${file}\n+x\n`);
  });

  it("have patches in the order of the calls, but none of calls that failed or told none", () => {
    const view = viewOf(
      ...call("c1", "edit", {}, { diff: "--- a\n+++ a\n@@ -1 +1 @@\n-x\n+y\n" }),
      ...call("c2", "bash", { command: "rm a" }, {}),
      ...call("c3", "edit", {}, { diff: "--- b" }, "error"),
      ...call("c4", "write", { content: "one\ntwo" }, { filepath: "/w/new.txt", exists: false }),
      ...call("c5", "write", { content: "one\n" }, { filepath: "/w/old.txt", exists: true }),
      ...call("c6", "write", { content: "" }, { filepath: "/w/empty.txt", exists: false }),
    );
    expect(filePatches(view).map(({ call: id, patch }) => [id, patch])).to.deep.equal([
      ["c1", "--- a\n+++ a\n@@ -1 +1 @@\n-x\n+y\n"],
      ["c4", "--- /dev/null\n+++ /w/new.txt\n@@ -0,0 +1,2 @@\n+one\n+two\n\\ No newline at end of file\n"],
      ["c6", "--- /dev/null\n+++ /w/empty.txt\n"],
    ]);
  });
});
