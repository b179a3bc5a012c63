/**
 * Records the conversations of test/traces with the OpenCode that is installed, and what the mapping makes of them now:
 * `npx tsx plugins/runtime-opencode/test/record-traces.ts`. Read the difference before it is committed: a new version of the
 * engine gets a directory of its own, an old one stays as it was.
 */
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prompt, type Rounds } from "@open-cowork/testkit/model-server";
import { EventRouter } from "../src/session/event-router.js";
import { type Conversation, RuntimeHost } from "./harness.js";
import { map, readTrace, TRACES, WORKSPACE } from "./traces.js";

const bash = (command: string) => ({ tool: "bash", input: { command, description: "Runs" } });

const SCENARIOS: Record<string, { rounds: Rounds; act?: (thread: Conversation) => Promise<void> }> = {
  "text-and-reasoning": { rounds: [[{ reasoning: "First a thought." }, { text: "Then  an answer,\n\n with  spaces." }]] },
  "approved-command": {
    rounds: [[{ text: "Looking." }, bash("echo one; echo two")], [{ text: "Seen." }]],
    act: async (thread) => answer(thread, "once"),
  },
  "rejected-command": { rounds: [[bash("rm -rf build")], [{ text: "never" }]], act: async (thread) => answer(thread, "reject") },
  "write-edit-todos": {
    rounds: [
      [
        { tool: "todowrite", input: { todos: [{ content: "Write", status: "in_progress", priority: "high" }] } },
        { tool: "write", input: { filePath: "a.txt", content: "one\ntwo\n" } },
      ],
      [{ tool: "edit", input: { filePath: "a.txt", oldString: "two", newString: "three" } }],
      [{ text: "Both done." }],
    ],
    act: async (thread) => {
      await answer(thread, "once");
      await answer(thread, "once", 1);
    },
  },
  question: {
    rounds: [
      [{ tool: "question", input: { questions: [{ header: "Colour", question: "Which?", options: [{ label: "Red", description: "warm" }] }] } }],
      [{ text: "Red." }],
    ],
    act: async (thread) => {
      const { body } = await thread.event("question.requested");
      await thread.runtime.answer({ kind: "question", id: body.id, answers: [["Red"]] });
    },
  },
  "sub-agent": {
    rounds: [
      [{ tool: "task", input: { description: "Look", prompt: prompt("go", [{ text: "From the child." }]), subagent_type: "general" } }],
      [{ text: "From the root." }],
    ],
  },
  aborted: {
    rounds: [[{ text: "Half an" }, { hold: "never" }]],
    act: async (thread) => {
      await thread.event("text.appended", (body) => body.text.includes("an"));
      await thread.runtime.abort();
    },
  },
  "refused-key": { rounds: [[{ status: 401, message: "Incorrect API key" }]] },
  "failing-tool": {
    rounds: [
      [
        { tool: "read", input: { filePath: "none.txt" } },
        { tool: "nosuch", input: { a: 1 } },
      ],
      [{ text: "Failed." }],
    ],
  },
};

async function answer(thread: Conversation, as: "once" | "reject", nth = 0): Promise<void> {
  await thread.until(() => thread.of("approval.requested").length > nth);
  await thread.runtime.answer({ kind: "approval", id: thread.of("approval.requested")[nth]!.body.id, answer: as });
}

const seen: { version: string; type: string; text: string }[] = [];
const { route } = EventRouter.prototype;
EventRouter.prototype.route = function (engine, type, properties) {
  seen.push({ version: engine.version, type, text: JSON.stringify(properties) });
  route.call(this, engine, type, properties);
};

const host = await RuntimeHost.start();
for (const [name, { rounds, act }] of Object.entries(SCENARIOS)) {
  seen.length = 0;
  const thread = await host.open();
  const ended = thread.say(name, ...rounds);
  await act?.(thread);
  await ended;
  const directory = realpathSync(join(host.dataDir, "workspaces", host.ctx.tenant, thread.session));
  const root = JSON.parse(seen.find(({ type }) => type === "session.created")!.text).sessionID as string;
  const lines = seen
    .filter(({ type, text }) => type !== "sync" && text.includes('"ses_'))
    .map(({ type, text }) => `["${type}",${text.replaceAll(directory, WORKSPACE).replaceAll(directory.slice(1), WORKSPACE.slice(1))}]`);
  const version = seen[0]!.version;
  mkdirSync(join(TRACES, version), { recursive: true });
  writeFileSync(join(TRACES, version, `${name}.jsonl`), `${[JSON.stringify({ root }), ...lines].join("\n")}\n`);
  writeFileSync(join(TRACES, version, `${name}.expected.json`), `${JSON.stringify(map(readTrace(version, name)), null, 1)}\n`);
  console.log(version, name, lines.length);
}
await host.stop();
process.exit(0);
