import { event, type NewEvent } from "@open-cowork/shared";
import type { FakeWorkspace } from "../fixture/fake-workspace.js";

const PROSE =
  "The import keeps one date format for all suppliers, and since March one of them writes the day first. Rows up to the twelfth are read as another month, rows after it are refused.";

/** A thread of about `blocks` blocks: messages, thoughts, tool calls, changes, answers with code and tables, in turns. */
export function longThread(workspace: FakeWorkspace, session: string, blocks: number): void {
  const by = workspace.me.actor;
  const events: NewEvent[] = [];
  let count = 0;
  for (let turn = 0; count < blocks; turn++) {
    const run = `run${turn}`;
    const add = (item: NewEvent) => void events.push(item);
    add(
      event(
        "run.queued",
        { message: `m${turn}`, text: `Question ${turn}: ${PROSE.slice(0, 40 + ((turn * 37) % 130))}`, by, command: `c${turn}`, agent: "build" },
        run,
      ),
    );
    add(event("run.started", { worker: "w" }, run));
    add(event("reasoning.appended", { message: "a", part: `th${turn}`, text: PROSE }, run));
    add(event("reasoning.finished", { message: "a", part: `th${turn}`, durationMs: 2_000 }, run));
    for (let call = 0; call < 3 + (turn % 4); call++) {
      add(
        event(
          "tool.started",
          { message: "a", call: `t${turn}-${call}`, tool: call % 2 ? "grep" : "read", input: { pattern: "x", filePath: `src/file-${call}.ts` } },
          run,
        ),
      );
      add(event("tool.finished", { call: `t${turn}-${call}`, status: "completed", durationMs: 30, output: "a\nb" }, run));
      count++;
    }
    add(event("text.appended", { message: "a", part: `p${turn}`, text: answer(turn) }, run));
    add(event("message.finished", { message: "a" }, run));
    add(event("run.finished", { durationMs: 5_000 }, run));
    count += 4;
  }
  workspace.append(session, events);
}

function answer(turn: number): string {
  const parts = [`Answer ${turn}. ${PROSE}`];
  if (turn % 2 === 0) parts.push(`${PROSE} ${PROSE}`);
  if (turn % 3 === 0) parts.push('```ts\nexport const order = supplier.locale === "en-US" ? "MDY" : "DMY";\nreturn parseDate(row.date, { order });\n```');
  if (turn % 5 === 0) parts.push("| Cause | Invoices |\n|---|---:|\n| Day past the 12th | 148 |\n| Other | 64 |");
  if (turn % 4 === 1) parts.push("- one thing\n- another thing\n- a third");
  return parts.join("\n\n");
}
