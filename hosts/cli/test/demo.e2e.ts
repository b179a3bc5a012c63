import { newId } from "@open-cowork/shared";
import { expect } from "chai";
import { CloudProcess, endsOf, pendingApproval, textsOf, until } from "./cloud-process.js";

describe("the demo model in the real OpenCode", function () {
  this.timeout(180_000);
  let cloud: CloudProcess;

  before(async () => {
    cloud = await (await CloudProcess.create()).start();
    await cloud.client.models.save({ kind: "demo" });
  });
  after(() => cloud?.remove());

  /** Prompts, allows whatever is asked, answers every question with its first option, and returns the view at the end. */
  async function play(text: string) {
    const { id } = await cloud.client.sessions.create({ title: "" });
    const feed = cloud.follow(id);
    await cloud.client.sessions.command(id, { kind: "prompt", id: newId(), text });
    const question = () => Object.values(feed.view.questions).find(({ state }) => state === "pending");
    for (;;) {
      await until(feed, (view) => endsOf(view).length > 0 || pendingApproval(view) !== undefined || question() !== undefined, `the end of "${text}"`);
      const approval = pendingApproval(feed.view);
      const asked = question();
      if (approval !== undefined) {
        await cloud.client.sessions.command(id, { kind: "approval.answer", id: newId(), approval: approval.id, answer: "once" });
        await until(feed, (view) => view.approvals[approval.id]?.state === "answered", "the decision");
      } else if (asked !== undefined) {
        await cloud.client.sessions.command(id, {
          kind: "question.answer",
          id: newId(),
          question: asked.id,
          answers: asked.questions.map(({ options }) => [options[0]!.label]),
        });
        await until(feed, (view) => view.questions[asked.id]?.state === "answered", "the answer");
      } else break;
    }
    feed.close();
    return feed.view;
  }
  const tools = (view: Awaited<ReturnType<typeof play>>) => view.blocks.flatMap((block) => (block.type === "tool" ? [`${block.tool} ${block.state}`] : []));

  it("explains itself", async () => {
    const view = await play("Hello");
    expect(endsOf(view)).to.deep.equal(["finished"]);
    expect(textsOf(view).join("")).to.include("demo model");
  });

  it("writes a file, reads it and edits it with a diff to approve", async () => {
    const view = await play("Write a file and edit it");
    expect(tools(view)).to.deep.equal(["write completed", "read completed", "edit completed"]);
    expect(Object.values(view.approvals).some(({ diff }) => diff?.includes("+- It asks before it changes anything."))).to.equal(true);
    expect(endsOf(view)).to.deep.equal(["finished"]);
  });

  it("runs a command after it was allowed", async () => {
    const view = await play("Run a command");
    expect(tools(view)).to.deep.equal(["bash completed"]);
    expect(textsOf(view).join("")).to.include("Open Cowork says hello");
  });

  it("makes a plan that shows as todos", async () => {
    const view = await play("Make a plan");
    expect(view.todos.map(({ status }) => status)).to.deep.equal(["completed", "completed", "completed", "completed"]);
  });

  it("asks a question and hears the answer", async () => {
    const view = await play("Ask me a question");
    expect(Object.values(view.questions)).to.have.length(1);
    expect(textsOf(view).at(-1)).to.include("Warm");
  });

  it("hands work to a sub-agent in a lane of its own", async () => {
    const view = await play("Delegate to a sub-agent");
    const nodes = Object.values(view.subagents);
    expect(nodes).to.have.length(1);
    expect(nodes[0]).to.include({ state: "finished" });
    expect(nodes[0]!.blocks.some((block) => block.type === "text" || block.type === "tool")).to.equal(true);
    expect(view.blocks.filter((block) => block.type === "subagent")).to.have.length(1);
  });

  it("shows its reasoning apart from the answer", async () => {
    const view = await play("Think about something");
    expect(view.blocks.find((block) => block.type === "reasoning")).to.include({ done: true });
  });
});
