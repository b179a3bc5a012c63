import { newId, type SessionEvent } from "@open-cowork/shared";
import { clockShift, engineTimeOf } from "@open-cowork/testkit/clock-shift";
import { type Move, prompt, ScriptedModelServer } from "@open-cowork/testkit/model-server";
import { expect } from "chai";
import { CloudProcess, endsOf, pendingApproval, textsOf, until } from "./cloud-process.js";

const HOUR_MS = 3_600_000;
const COUNT: Move = { tool: "bash", input: { command: "echo forty-$((40+2))", description: "Count" } };

describe("a host that starts again at another time of day", function () {
  this.timeout(120_000);
  let cloud: CloudProcess;
  let models: ScriptedModelServer;
  let id: string;

  beforeEach(async () => {
    models = await ScriptedModelServer.start();
    cloud = await (await CloudProcess.create()).start();
    await cloud.useModel(models);
    ({ id } = await cloud.client.sessions.create({ title: "" }));
  });
  afterEach(async () => {
    await cloud?.remove();
    await models?.close();
  });

  const say = (text: string) => cloud.client.sessions.command(id, { kind: "prompt", id: newId(), text });
  const approve = (approval: string) => cloud.client.sessions.command(id, { kind: "approval.answer", id: newId(), approval, answer: "once" });
  const get = async (path: string, headers: Record<string, string> = { authorization: `Bearer ${cloud.token}` }) =>
    (await fetch(`${cloud.url}/api/v1${path}`, { headers })).json();
  /** All events of the thread, checked: none is missing, and the last words are of an engine whose clock was moved as the host's was. */
  async function wholeLog(shiftMs: number): Promise<SessionEvent[]> {
    const { items } = (await get(`/sessions/${id}/events?after=0&limit=1000`)) as { items: SessionEvent[] };
    expect(items.map(({ seq }) => seq)).to.deep.equal(items.map((_, i) => i + 1));
    const { message } = items.findLast((event) => event.kind === "message.started")!.body;
    expect(engineTimeOf(message, Date.now()) - Date.now()).to.be.closeTo(shiftMs, HOUR_MS / 2);
    return items;
  }

  /** A run up to where it waits for a person. @returns its request */
  async function waiting(): Promise<string> {
    const feed = cloud.follow(id);
    await say(prompt("Count", [COUNT], [{ text: "Counted." }]));
    const view = await until(feed, (v) => pendingApproval(v) !== undefined, "the request");
    feed.close();
    // Who goes on with it says so in a message without a script.
    models.script = ({ title, prompt: asked, round }) => (title || asked.includes("[[script") ? undefined : [round === 0 ? COUNT : { text: "Counted." }]);
    return pendingApproval(view)!.id;
  }

  /** The request still waits and is answered; its run goes on to the end, and so does the next one. */
  async function goesOn(request: string, shiftMs: number): Promise<void> {
    expect((await cloud.client.approvals()).map((entry) => entry.request.id)).to.deep.equal([request]);
    const feed = cloud.follow(id);
    await until(feed, (view) => pendingApproval(view)?.id === request, "the same request");
    await approve(request);
    const view = await until(feed, (v) => endsOf(v).length === 1, "the end");
    expect(endsOf(view)).to.deep.equal(["finished"]);
    expect(Object.values(view.approvals).map((approval) => [approval.id, approval.state])).to.deep.equal([[request, "answered"]]);
    expect(view.blocks.some((block) => block.type === "tool" && block.state === "completed" && block.output?.includes("forty-42"))).to.equal(true);

    const asked = models.turns.length;
    await say(prompt("And again", [{ text: "Again." }]));
    await until(feed, (v) => endsOf(v).length === 2, "the next run");
    feed.close();
    expect(textsOf(feed.view)).to.deep.equal(["Counted.", "Again."]);
    expect(models.turns.length - asked, "the model is asked once").to.equal(1);
    expect((await wholeLog(shiftMs)).map(({ kind }) => kind)).to.not.include("approval.expired");
  }

  it("still has a request for approval, and its sign-ins, a day after a power cut", async () => {
    const request = await waiting();
    const cookie = await signIn();
    await cloud.kill();
    await cloud.start(clockShift(24 * HOUR_MS));
    expect(await get("/auth/me", { cookie })).to.have.property("role", "owner");
    await goesOn(request, 24 * HOUR_MS);
  });

  it("still has it a day after an orderly stop", async () => {
    const request = await waiting();
    await cloud.interrupt();
    await cloud.start(clockShift(24 * HOUR_MS));
    await goesOn(request, 24 * HOUR_MS);
  });

  it("answers the next prompts of a thread when its clock was set back by an hour", async () => {
    const before = cloud.follow(id);
    await say(prompt("One", [{ text: "First." }]));
    await until(before, (view) => endsOf(view).length === 1, "the first answer");
    before.close();
    await cloud.kill();
    await cloud.start(clockShift(-HOUR_MS));
    const after = cloud.follow(id);
    for (const [i, text] of ["Second.", "Third."].entries()) {
      await say(prompt("More", [{ text }]));
      await until(after, (view) => endsOf(view).length === i + 2, text);
    }
    after.close();
    expect(textsOf(after.view)).to.deep.equal(["First.", "Second.", "Third."]);
    expect(
      models.turns.filter(({ prompt: asked }) => asked.includes("More")),
      "the model is asked once for each",
    ).to.have.length(2);
    await wholeLog(-HOUR_MS);
  });

  it("still has a request for approval when its clock was set back by an hour", async () => {
    const request = await waiting();
    await cloud.kill();
    await cloud.start(clockShift(-HOUR_MS));
    await goesOn(request, -HOUR_MS);
  });

  async function signIn(): Promise<string> {
    const { origin, hash } = new URL(cloud.link);
    const headers = { "content-type": "application/json", origin };
    const answer = await fetch(`${origin}/api/v1/auth/login`, { method: "POST", headers, body: JSON.stringify({ link: hash.slice(1) }) });
    return answer.headers.get("set-cookie")!.split(";")[0]!;
  }
});
