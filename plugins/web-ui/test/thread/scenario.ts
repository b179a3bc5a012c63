import type { FakeWorkspace } from "../fixture/fake-workspace.js";
import { ThreadWriter } from "./thread-writer.js";

export const DIFF = `Index: import/parse-invoice.ts
===================================================================
--- import/parse-invoice.ts
+++ import/parse-invoice.ts
@@ -41,3 +41,4 @@
 export function invoiceDate(row: Row, supplier: Supplier) {
-  return parseDate(row.date);
+  const order = supplier.locale === "en-US" ? "MDY" : "DMY";
+  return parseDate(row.date, { order });
 }
`;

/** The thread that the design was drawn with, up to an open approval. */
export function marchInvoices(workspace: FakeWorkspace, session: string): ThreadWriter {
  const writer = new ThreadWriter(workspace, session);
  return writer
    .ask("The March import says 212 invoices failed. Can you find out why, fix the parser, and write me a one-page summary I can send to finance?")
    .think("The failures are all InvalidDate. I should look at which supplier they belong to before touching the parser.", 6_100)
    .tool("grep", { pattern: "InvalidDate" }, { metadata: { matches: 14 }, output: "import/parse-invoice.ts:42\nimport/log.txt:9" })
    .tool("read", { filePath: "/work/acme/import/parse-invoice.ts" }, { title: "import/parse-invoice.ts", output: readOutput(186) })
    .tool("bash", { command: "npm test -- invoices" }, { durationMs: 4_100, output: TEST_OUTPUT, metadata: { exit: 1 } })
    .say(
      "All 212 come from one supplier that switched to day-first dates in March. `parseDate` reads `03/04/2026` as the third of April, and rejects anything past the twelfth. Reading the supplier’s locale from its profile fixes both cases.",
    )
    .tool("edit", { filePath: "/work/acme/import/parse-invoice.ts" }, { title: "import/parse-invoice.ts", metadata: { diff: DIFF } })
    .usage(17_400, 800, 0.07)
    .approve({
      id: "ap1",
      title: "Run a command that changes data",
      command: "npm run import -- --month 2026-03 --retry-failed",
      patterns: ["npm run import -- --month 2026-03 --retry-failed"],
      always: ["npm run import *"],
      destructive: true,
    });
}

const TEST_OUTPUT = `
> acme-import@2.4.0 test
> mocha invoices

  invoices
    \x1b[32m✔\x1b[0m reads a plain row
    \x1b[31m1) reads a day-first date\x1b[0m
    \x1b[31m2) keeps the thirteenth of a month\x1b[0m
    \x1b[31m3) takes the locale of the supplier\x1b[0m

  \x1b[32m18 passing\x1b[0m \x1b[90m(61ms)\x1b[0m
  \x1b[31m3 failing\x1b[0m
`;

function readOutput(lines: number): string {
  const code = [
    "export function invoiceDate(row: Row) {",
    "  // Suppliers write dates in their own order.",
    '  const parts = row.date.split("/");',
    "  return parseDate(row.date);",
    "}",
  ];
  return `<file>\n${Array.from({ length: lines }, (_, i) => `${String(i + 1).padStart(5, "0")}| ${code[i % code.length]}`).join("\n")}\n\n(End of file - total ${lines} lines)\n</file>`;
}

export const RICH_ANSWER = `Here is what I found, and what I would do next.

## Where the rows went

The import keeps **one** date format for all suppliers. Since March, _Nordholm_ sends day-first dates:

1. Rows up to the 12th are read as another month, silently.
2. Rows after the 12th are refused with \`InvalidDate\`.
   - They are logged, and retried each night.
   - They never succeed.

| Cause | Invoices | Amount |
|---|---:|---:|
| Day past the 12th | 148 | € 61,204.10 |
| Read as another month | 64 | € 22,871.55 |

> No payment was lost or made twice. The corrected import waits for your approval.

\`\`\`ts
export function invoiceDate(row: Row, supplier: Supplier): Date {
  // The order of day and month is the supplier's, not ours.
  const order = supplier.locale === "en-US" ? "MDY" : "DMY";
  return parseDate(row.date, { order });
}
\`\`\`

- [x] Parser reads the locale of the supplier
- [x] Tests for the 13th of a month
- [ ] Import run again

More in the [notes on date formats](https://example.org/dates), or run \`npm run import -- --help\`.
`;

/** Everything a finished thread can hold. */
export function everything(workspace: FakeWorkspace, session: string): ThreadWriter {
  const writer = new ThreadWriter(workspace, session, "r1");
  writer
    .ask("Please look at these two files and tell me what happened.", [
      { artifact: "f1", name: "march-export.csv", mime: "text/csv", bytes: 48_213 },
      { artifact: "f2", name: "A rather long name of a scanned letter from the supplier.pdf", mime: "application/pdf", bytes: 2_413_000 },
    ])
    .think("Two files, one export and one letter.", 400)
    .tool("todowrite", { todos: TODOS }, {})
    .tool("webfetch", { url: "https://www.example.org/standards/dates", format: "markdown" }, { output: "# Dates\n\nISO 8601 …", durationMs: 1_340 })
    .tool("glob", { pattern: "import/**/*.ts" }, { metadata: { count: 23 }, output: "import/a.ts" })
    .tool("linear_create_issue", { title: "Day-first dates", team: "Finance" }, { output: '{"id":"FIN-212","url":"https://linear.app/x"}', durationMs: 2_010 })
    .tool("write", { filePath: "docs/dates.md", content: "# Dates\n\nUse the supplier's locale.\n" }, { title: "docs/dates.md" })
    .tool("edit", { filePath: "import/missing.ts", oldString: "a", newString: "b" }, { status: "error", error: "File not found: import/missing.ts" });
  const task = writer.id("call");
  writer.add("tool.started", {
    message: "a",
    call: task,
    tool: "task",
    input: { description: "Look for other suppliers with day-first dates", subagent_type: "explore" },
  });
  writer.add("subagent.started", { agent: "explore", title: "Look for other suppliers with day-first dates", call: task }, ["n1"]);
  writer.add("tool.started", { message: "s", call: "sub-1", tool: "grep", input: { pattern: "locale:" } }, ["n1"]);
  writer.add("tool.finished", { call: "sub-1", status: "completed", durationMs: 30, metadata: { matches: 41 } }, ["n1"]);
  writer.add("text.appended", { message: "s", part: "sub-t", text: "Three more suppliers use day-first dates: **Arkel**, **Lindqvist** and **Moreau**." }, [
    "n1",
  ]);
  writer.add("subagent.finished", { status: "finished" }, ["n1"]);
  writer.add("tool.finished", { call: task, status: "completed", durationMs: 9_000 });
  writer.approve({
    id: "old",
    title: "Edit a file outside the workspace",
    permission: "edit",
    path: "/etc/cron.d/import",
    patterns: ["/etc/cron.d/import"],
    diff: DIFF,
  });
  writer.add("approval.answered", { id: "old", answer: "reject", note: "Use the scheduler instead.", by: { kind: "person", id: "p2", name: "Grace Lin" } });
  writer.add("run.continued", {});
  writer.say(RICH_ANSWER);
  writer.add("artifact.created", { artifact: "art1", name: "march-invoices.md", mime: "text/markdown", bytes: 1_840 });
  writer.add("files.changed", {
    files: [
      { path: "import/parse-invoice.ts", additions: 3, deletions: 1, status: "modified" },
      { path: "docs/dates.md", additions: 3, deletions: 0, status: "added" },
    ],
  });
  return writer.usage(21_900, 1_460, 0.11).finish(48_000);
}

const TODOS = [
  { content: "Find out which supplier the rows belong to", status: "completed", priority: "high" },
  { content: "Read dates in the order of the supplier", status: "in_progress", priority: "high" },
  { content: "Write the summary for finance", status: "pending", priority: "medium" },
];

/** One question with options, one with several answers. */
export function asking(workspace: FakeWorkspace, session: string): ThreadWriter {
  const writer = new ThreadWriter(workspace, session);
  writer.ask("Send the summary to finance.").say("Two things before I send it.");
  writer.add("question.requested", {
    id: "q1",
    questions: [
      {
        header: "Format",
        question: "How should the summary go out?",
        options: [
          { label: "As a PDF", description: "One page, with the table" },
          { label: "As text in the e-mail", description: "Quicker to read on a phone" },
        ],
        multiple: false,
        custom: true,
      },
      {
        header: "People",
        question: "Who gets a copy?",
        options: [
          { label: "Grace Lin", description: "" },
          { label: "The finance list", description: "" },
        ],
        multiple: true,
        custom: false,
      },
    ],
  });
  return writer.add("run.waiting", { on: "question", id: "q1" });
}
