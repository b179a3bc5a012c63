import { newId } from "@open-cowork/shared";
import { prompt, ScriptedModelServer } from "@open-cowork/testkit/model-server";
import { expect } from "chai";
import { CloudProcess, endsOf, pendingApproval, processesOf, textsOf, until } from "./cloud-process.js";

describe("a power cut", function () {
  this.timeout(120_000);
  let cloud: CloudProcess;
  let models: ScriptedModelServer;

  beforeEach(async () => {
    models = await ScriptedModelServer.start();
    cloud = await (await CloudProcess.create()).start();
    await cloud.useModel(models);
  });
  afterEach(async () => {
    await cloud?.remove();
    await models?.close();
  });

  it("loses nothing that was shown, and the model knows the whole conversation afterwards", async () => {
    const { id } = await cloud.client.sessions.create({ title: "" });
    const say = (text: string) => cloud.client.sessions.command(id, { kind: "prompt", id: newId(), text });
    const before = cloud.follow(id);
    await say(prompt("My name is Zanzibar.", [{ text: "Pleased to meet you." }]));
    await until(before, (view) => endsOf(view).length === 1, "the first answer");
    await say(prompt("Tell me a long story.", [{ text: "Once upon a time there was" }, { hold: "story" }]));
    const shown = await until(before, (view) => textsOf(view).join("").includes("there was"), "half of the story");
    const { seq } = shown;
    const texts = textsOf(shown);
    before.close();
    await cloud.kill();
    models.script = ({ title, prompt: asked }) => (title || asked.includes("[[script") ? undefined : [{ text: " The end." }]);
    models.release("story");

    await cloud.start();
    const after = cloud.follow(id);
    const view = await until(after, (v) => endsOf(v).includes("interrupted"), "the interruption");
    expect(view.seq).to.be.at.least(seq);
    expect(textsOf(view).slice(0, texts.length)).to.deep.equal(texts);
    await until(after, (v) => v.active === undefined && v.queue.length === 0, "rest");

    await say(prompt("What is my name?", [{ text: "Zanzibar." }]));
    await until(after, (v) => textsOf(v).at(-1) === "Zanzibar.", "the last answer");
    const asked = models.turns.findLast((request) => request.prompt.includes("What is my name?"))!;
    const context = JSON.stringify(asked.body.messages);
    for (const said of ["My name is Zanzibar.", "Pleased to meet you.", "Tell me a long story.", "Once upon a time there was"])
      expect(context).to.include(said);
    after.close();
  });

  it("keeps a request for approval, which may be decided after the restart", async () => {
    const { id } = await cloud.client.sessions.create({ title: "" });
    const before = cloud.follow(id);
    const text = prompt("Count", [{ tool: "bash", input: { command: "echo forty-$((40+2))", description: "Count" } }], [{ text: "Counted." }]);
    await cloud.client.sessions.command(id, { kind: "prompt", id: newId(), text });
    const request = pendingApproval(await until(before, (view) => pendingApproval(view) !== undefined, "the request"))!;
    before.close();
    await cloud.kill();

    models.script = ({ title, round }) =>
      title ? undefined : round === 0 ? [{ tool: "bash", input: { command: "echo forty-$((40+2))", description: "Count" } }] : [{ text: "Counted." }];
    await cloud.start();
    expect((await cloud.client.approvals()).map(({ request: { id } }) => id)).to.deep.equal([request.id]);
    const after = cloud.follow(id);
    await until(after, (view) => pendingApproval(view)?.id === request.id, "the same request");
    await cloud.client.sessions.command(id, { kind: "approval.answer", id: newId(), approval: request.id, answer: "once" });
    const view = await until(after, (v) => endsOf(v).length === 1, "the end", 60_000);
    expect(endsOf(view)).to.deep.equal(["finished"]);
    expect(view.blocks.some((block) => block.type === "tool" && block.state === "completed" && block.output?.includes("forty-42"))).to.equal(true);
    expect(Object.keys(view.approvals)).to.deep.equal([request.id]);
    after.close();
  });

  it("leaves no process behind, whether it is killed or stopped", async () => {
    const { id } = await cloud.client.sessions.create({ title: "" });
    const feed = cloud.follow(id);
    await cloud.client.sessions.command(id, { kind: "prompt", id: newId(), text: prompt("Hi", [{ text: "Hello." }]) });
    await until(feed, (view) => endsOf(view).length === 1, "the answer");
    feed.close();
    expect(processesOf(cloud.dataDir).length).to.be.greaterThan(2);
    await cloud.kill();
    const deadline = performance.now() + 10_000;
    while (processesOf(cloud.dataDir).length > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(processesOf(cloud.dataDir)).to.deep.equal([]);

    await cloud.start();
    expect((await cloud.client.sessions.list()).items.map((item) => item.id)).to.deep.equal([id]);
    expect(await cloud.interrupt()).to.equal(0);
    expect(processesOf(cloud.dataDir)).to.deep.equal([]);
  });
});
