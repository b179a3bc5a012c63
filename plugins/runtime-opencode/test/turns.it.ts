import { expect } from "chai";
import type { Conversation } from "./harness.js";
import { RuntimeHost } from "./harness.js";

describe("a turn in OpenCode", function () {
  this.timeout(60_000);
  let host: RuntimeHost;
  let thread: Conversation;
  before(async () => {
    host = await RuntimeHost.start();
  });
  after(() => host.stop());
  beforeEach(async () => {
    thread = await host.open();
  });

  it("streams text and reasoning, each piece once and with its spaces", async () => {
    const text = "Hello  there,\n\nthis   is a test of  spaces.";
    const outcome = await thread.say("hi", [{ reasoning: "let me think about it" }, { text, delayMs: 2 }]);
    expect(outcome).to.deep.equal({ state: "finished" });
    expect(thread.text()).to.equal(text);
    expect(thread.of("text.appended").length).to.be.greaterThan(4);
    expect(
      thread
        .of("reasoning.appended")
        .map((event) => event.body.text)
        .join(""),
    ).to.equal("let me think about it");
    const kinds = thread.events.map((event) => event.kind);
    expect(kinds[0]).to.equal("message.started");
    expect(kinds.at(-1)).to.equal("message.finished");
    expect(kinds.filter((kind) => kind === "text.replaced")).to.be.empty;
    expect(thread.of("usage.recorded")[0]!.body.tokens.output).to.be.greaterThan(0);
  });

  it("asks before a command, and runs it when allowed once", async () => {
    const ended = thread.say(
      "run",
      [{ text: "Let me look." }, { tool: "bash", input: { command: "echo one two", description: "Prints" } }],
      [{ text: "Done it." }],
    );
    const { body } = await thread.event("approval.requested");
    expect(body).to.include({ permission: "bash", command: "echo one two", title: "Run a command", destructive: false });
    await thread.runtime.answer({ kind: "approval", id: body.id, answer: "once" });
    expect(await ended).to.deep.equal({ state: "finished" });
    const finished = thread.of("tool.finished")[0]!.body;
    expect(finished).to.include({ status: "completed" });
    expect(finished.output).to.include("one two");
    expect(thread.text()).to.equal("Let me look.Done it.");
    expect(host.server.turns.at(-1)!.body.messages.at(-1)!.role).to.equal("tool");
  });

  it("ends a run that is rejected without a note, and goes on after one with a note", async () => {
    const call = { tool: "bash", input: { command: "rm -rf build", description: "Removes" } };
    const first = thread.say("one", [call], [{ text: "never" }]);
    const asked = await thread.event("approval.requested");
    expect(asked.body.destructive).to.equal(true);
    await thread.runtime.answer({ kind: "approval", id: asked.body.id, answer: "reject" });
    expect(await first).to.deep.equal({ state: "finished" });
    expect(thread.of("tool.finished")[0]!.body.status).to.equal("error");

    const second = thread.say("two", [call], [{ text: "As you wish." }]);
    const again = await thread.event("approval.requested", (body) => body.id !== asked.body.id);
    await thread.runtime.answer({ kind: "approval", id: again.body.id, answer: "reject", note: "keep the build" });
    expect(await second).to.deep.equal({ state: "finished" });
    expect(thread.text()).to.equal("As you wish.");
    expect(JSON.stringify(host.server.turns.at(-1)!.body.messages)).to.include("keep the build");
  });

  it("asks a question and hands over the answer", async () => {
    const questions = [
      {
        question: "Which colour?",
        header: "Colour",
        options: [
          { label: "Red", description: "warm" },
          { label: "Blue", description: "cold" },
        ],
      },
    ];
    const ended = thread.say("ask", [{ tool: "question", input: { questions } }], [{ text: "Thanks." }]);
    const { body } = await thread.event("question.requested");
    expect(body.questions[0]).to.deep.include({ header: "Colour", question: "Which colour?", multiple: false, custom: true });
    await thread.runtime.answer({ kind: "question", id: body.id, answers: [["Blue"]] });
    expect(await ended).to.deep.equal({ state: "finished" });
    expect(JSON.stringify(host.server.turns.at(-1)!.body.messages.at(-1))).to.include("Blue");
  });

  it("tells the to-do list, and files with their changes", async () => {
    const todos = [{ content: "Write it", status: "in_progress", priority: "high" }];
    const ended = thread.say(
      "plan",
      [
        { tool: "todowrite", input: { todos } },
        { tool: "write", input: { filePath: "notes.txt", content: "a\nb\n" } },
      ],
      [{ text: "ok" }],
    );
    const { body } = await thread.event("approval.requested");
    expect(body).to.include({ permission: "edit", title: "Create notes.txt", path: "notes.txt" });
    expect(body.diff).to.include("+a");
    await thread.runtime.answer({ kind: "approval", id: body.id, answer: "once" });
    await ended;
    expect(thread.of("todos.replaced")[0]!.body.todos[0]).to.include({ content: "Write it", status: "in_progress" });
    expect(thread.of("files.changed")[0]!.body.files).to.deep.equal([{ path: "notes.txt", additions: 2, deletions: 0, status: "added" }]);
  });

  it("finds files and text without anything from outside", async () => {
    const wrote = thread.say(
      "w",
      [{ tool: "write", input: { filePath: "needle.txt", content: "a needle in it\n" } }],
      [
        { tool: "grep", input: { pattern: "needle" } },
        { tool: "glob", input: { pattern: "*.txt" } },
      ],
      [{ text: "ok" }],
    );
    const { body } = await thread.event("approval.requested");
    await thread.runtime.answer({ kind: "approval", id: body.id, answer: "once" });
    await wrote;
    const [, grep, glob] = thread.of("tool.finished").map((event) => event.body);
    expect(grep!.output).to.include("needle");
    expect(glob!.output).to.include("needle.txt");
  });

  it("stops within moments while the model is silent", async () => {
    const ended = thread.say("wait", [{ text: "Half an" }, { hold: "never" }]);
    await thread.event("text.appended", (body) => body.text.includes("an"));
    const startedAt = performance.now();
    await thread.runtime.abort();
    expect(await ended).to.deep.equal({ state: "aborted" });
    expect(performance.now() - startedAt).to.be.lessThan(1_500);
    expect(await thread.say("again", [{ text: "Here I am." }])).to.deep.equal({ state: "finished" });
    expect(thread.text()).to.equal("Half anHere I am.");
  });

  it("takes a message into the running turn", async () => {
    const ended = thread.say("first", [{ text: "One" }, { hold: "steer" }]);
    await thread.event("text.appended");
    await thread.runtime.steer({ message: "steered", run: "r", text: "also this", attachments: [], model: host.model_ });
    host.server.release("steer");
    expect(await ended).to.deep.equal({ state: "finished" });
    expect(JSON.stringify(host.server.turns.at(-1)!.body.messages)).to.include("also this");
    expect(thread.text()).to.equal("OneHello from the scripted model.");
  });

  it("gives a sub-agent a node of its own", async () => {
    const inner = [[{ text: "Child here." }], [{ text: "unused" }]];
    const { prompt } = await import("@open-cowork/testkit/model-server");
    const task = { tool: "task", input: { description: "Look around", prompt: prompt("go", ...inner), subagent_type: "general" } };
    expect(await thread.say("delegate", [task], [{ text: "The child is done." }])).to.deep.equal({ state: "finished" });
    const started = thread.of("subagent.started")[0]!;
    expect(started.body).to.include({ agent: "general", title: "Look around" });
    expect(started.body.call).to.equal(thread.of("tool.started")[0]!.body.call);
    expect(started.agentPath).to.have.length(1);
    const childText = thread.of("text.appended").filter((event) => event.agentPath?.[0] === started.agentPath![0]);
    expect(childText.map((event) => event.body.text).join("")).to.equal("Child here.");
    expect(thread.of("subagent.finished")[0]).to.deep.include({ body: { status: "finished" } });
    expect(thread.text()).to.equal("The child is done.");
  });

  it("sends attachments: images and text to the model, the rest into the workspace", async () => {
    const attach = async (name: string, mime: string, content: Uint8Array) => {
      const artifact = await host.artifacts.put(
        host.ctx,
        { name, mime },
        (async function* () {
          yield content;
        })(),
        1_000_000,
      );
      return { artifact: artifact.id, name, mime, bytes: content.length };
    };
    const attachments = [await attach("n.md", "text/markdown", Buffer.from("# the note")), await attach("x.zip", "application/zip", Buffer.from("PK"))];
    expect(await thread.send({ text: "look", attachments })).to.deep.equal({ state: "finished" });
    const sent = JSON.stringify(host.server.turns.at(-1)!.body.messages.at(-1));
    expect(sent).to.include("# the note").and.to.include("attachments/x.zip");
  });

  it("explains a refused key, an unknown model and an agent that does not exist", async () => {
    const refused = await thread.say("a", [{ status: 401, message: "Incorrect API key" }]);
    expect(refused).to.deep.include({ state: "failed" });
    expect(refused).to.have.nested.property("error.code", "model.rejected_key");
    const unknown = await thread.send({ text: "b", model: { provider: "custom-scripted", model: "nope" } });
    expect(unknown).to.have.nested.property("error.code", "model.not_found");
    const noAgent = await thread.send({ text: "c", agent: "nobody" });
    expect(noAgent).to.have.property("state", "failed");
  });

  it("tells a retry and goes on after it", async () => {
    let tries = 0;
    host.server.script = (request) => (request.prompt.startsWith("flaky") && tries++ === 0 ? [{ status: 500 }] : undefined);
    expect(await thread.say("flaky", [{ text: "Second try." }])).to.deep.equal({ state: "finished" });
    host.server.script = undefined;
    expect(thread.of("run.retrying")[0]!.body).to.include({ attempt: 1 });
    expect(thread.of("run.continued")).to.have.length(1);
    expect(thread.text()).to.equal("Second try.");
  });

  it("starts again after a cut stream", async () => {
    let tries = 0;
    host.server.script = (request) => (request.prompt.startsWith("cut") && tries++ === 0 ? [{ text: "Broken off" }, { waitMs: 50 }, { cut: true }] : undefined);
    expect(await thread.say("cut", [{ text: "Whole answer." }])).to.deep.equal({ state: "finished" });
    host.server.script = undefined;
    expect(thread.text()).to.include("Whole answer.");
    expect(thread.of("run.retrying")).to.have.length(1);
  });
});
