import { newId } from "@open-cowork/shared";
import { prompt, ScriptedModelServer } from "@open-cowork/testkit/model-server";
import { expect } from "chai";
import { CloudProcess, endsOf, pendingApproval, textsOf, until } from "./cloud-process.js";

describe("a conversation with the real OpenCode", function () {
  this.timeout(120_000);
  let cloud: CloudProcess;
  let models: ScriptedModelServer;

  before(async () => {
    models = await ScriptedModelServer.start({ key: "test-key" });
    cloud = await (await CloudProcess.create()).start();
    await cloud.useModel(models);
  });
  after(async () => {
    await cloud?.remove();
    await models?.close();
  });

  const thread = async () => {
    const { id } = await cloud.client.sessions.create({ title: "" });
    return { id, feed: cloud.follow(id), say: (text: string) => cloud.client.sessions.command(id, { kind: "prompt", id: newId(), text }) };
  };

  it("streams text and reasoning with every space, and names the thread", async () => {
    const { feed, say } = await thread();
    const text = "Hello,  world!\n\nTwo  spaces, a\ttab and a list:\n\n- one\n- two\n";
    await say(prompt("Greet me", [{ reasoning: "Let me think about it." }, { text }]));
    const view = await until(feed, ({ blocks }) => blocks.some(({ type }) => type === "end"), "the end of the run");
    expect(textsOf(view).join("").trimEnd()).to.equal(text.trimEnd());
    expect(view.blocks.find((block) => block.type === "reasoning")).to.include({ text: "Let me think about it.", done: true });
    expect(view.title).to.match(/^Greet me/);
    expect(view.runs[view.blocks.at(-1)!.run!]!.tokens.output).to.be.greaterThan(0);
    feed.close();
  });

  it("carries the conversation on", async () => {
    const { feed, say } = await thread();
    await say(prompt("My name is Zanzibar.", [{ text: "Noted." }]));
    await until(feed, (view) => endsOf(view).length === 1, "the first answer");
    await say(prompt("What is my name?", [{ text: "Zanzibar." }]));
    await until(feed, (view) => endsOf(view).length === 2, "the second answer");
    const asked = models.turns.findLast((request) => request.prompt.includes("What is my name?"))!;
    const context = JSON.stringify(asked.body.messages);
    expect(context).to.include("My name is Zanzibar.").and.to.include("Noted.");
    feed.close();
  });

  it("asks before a command runs, and runs it once it is allowed", async () => {
    const { feed, say, id } = await thread();
    await say(prompt("Count", [{ tool: "bash", input: { command: "echo forty-$((40+2))", description: "Count" } }], [{ text: "It printed a number." }]));
    const waiting = await until(feed, (view) => pendingApproval(view) !== undefined, "the request");
    const request = pendingApproval(waiting)!;
    expect(request).to.include({ permission: "bash", command: "echo forty-$((40+2))" });
    expect((await cloud.client.approvals()).map(({ request: { id } }) => id)).to.include(request.id);
    await cloud.client.sessions.command(id, { kind: "approval.answer", id: newId(), approval: request.id, answer: "once" });
    const view = await until(feed, (v) => endsOf(v).length === 1, "the end");
    const tool = view.blocks.find((block) => block.type === "tool");
    expect(tool).to.include({ tool: "bash", state: "completed" });
    expect(tool?.type === "tool" && tool.output).to.include("forty-42");
    expect(textsOf(view)).to.deep.equal(["It printed a number."]);
    feed.close();
  });

  it("does not run what was rejected, and takes the next prompt", async () => {
    const { feed, say, id } = await thread();
    await say(prompt("Delete", [{ tool: "bash", input: { command: "touch rejected-marker", description: "Touch" } }], [{ text: "unreachable" }]));
    const request = pendingApproval(await until(feed, (view) => pendingApproval(view) !== undefined, "the request"))!;
    await cloud.client.sessions.command(id, { kind: "approval.answer", id: newId(), approval: request.id, answer: "reject" });
    const view = await until(feed, (v) => endsOf(v).length === 1, "the end");
    expect(view.blocks.find((block) => block.type === "tool")).to.include({ state: "error" });
    await say(prompt("Go on", [{ text: "Fine." }]));
    expect(textsOf(await until(feed, (v) => endsOf(v).length === 2, "the next answer"))).to.include("Fine.");
    feed.close();
  });

  for (const [name, move, code] of [
    ["a refused key", { status: 401, message: "Incorrect API key provided." }, "model.rejected_key"],
    ["a server error", { status: 400, message: "The model is broken." }, "model.failed"],
  ] as const) {
    it(`says in plain words what went wrong with ${name}`, async () => {
      const { feed, say } = await thread();
      await say(prompt(`Try (${name})`, [move]));
      const view = await until(feed, (v) => endsOf(v).length === 1, "the end");
      const run = Object.values(view.runs)[0]!;
      expect(run.state).to.equal("failed");
      expect(run.error).to.include({ code });
      expect(run.error!.message).to.not.match(/at .*\.[jt]s:\d+|undefined|\[object/);
      feed.close();
    });
  }

  it("delivers an abort in milliseconds while the model is silent, past a queued prompt", async () => {
    const { feed, say, id } = await thread();
    await say(prompt("Be silent", [{ hold: "never" }]));
    await until(feed, (view) => Object.values(view.runs)[0]?.state === "running", "the run");
    await models.received((request) => request.prompt.includes("Be silent"));
    await say(prompt("And then this", [{ text: "Next." }]));
    const started = performance.now();
    await cloud.client.sessions.command(id, { kind: "abort", id: newId() });
    await until(feed, (view) => endsOf(view)[0] === "aborted", "the abort");
    expect(performance.now() - started).to.be.lessThan(1_500);
    expect(textsOf(await until(feed, (view) => endsOf(view).length === 2, "the queued prompt"))).to.deep.equal(["Next."]);
    feed.close();
  });

  it("runs a prompt that is sent five times at once only once", async () => {
    const { feed, id } = await thread();
    const command = { kind: "prompt" as const, id: newId(), text: prompt("Once only please", [{ text: "One." }]) };
    const results = await Promise.all(Array.from({ length: 5 }, () => cloud.client.sessions.command(id, command)));
    expect(new Set(results.map(({ run }) => run)).size).to.equal(1);
    await until(feed, (view) => endsOf(view).length === 1, "the answer");
    expect(models.turns.filter((request) => request.prompt.includes("Once only please"))).to.have.length(1);
    feed.close();
  });

  it("answers twenty new threads that are prompted in the same second", async () => {
    const threads = await Promise.all(Array.from({ length: 20 }, () => thread()));
    await Promise.all(threads.map(({ say }, i) => say(prompt(`Thread ${i}`, [{ text: `Answer ${i}.` }]))));
    const views = await Promise.all(threads.map(({ feed }, i) => until(feed, (view) => endsOf(view).length === 1, `answer ${i}`, 90_000)));
    expect(views.map((view) => textsOf(view).join(""))).to.deep.equal(threads.map((_, i) => `Answer ${i}.`));
    for (const { feed } of threads) feed.close();
  });

  it("keeps two windows identical, and one that was away catches up by its cursor", async () => {
    const { feed: first, say, id } = await thread();
    const second = cloud.follow(id);
    await say(prompt("One", [{ text: "First answer." }]));
    await Promise.all([first, second].map((feed) => until(feed, (view) => endsOf(view).length === 1, "the first answer")));
    expect(second.view).to.deep.equal(first.view);
    second.close();
    await say(prompt("Two", [{ text: "Second answer." }]));
    await until(first, (view) => endsOf(view).length === 2, "the second answer");
    second.open();
    await until(second, (view) => endsOf(view).length === 2, "the second answer in the other window");
    expect(second.view).to.deep.equal(first.view);
    first.close();
    second.close();
  });
});
