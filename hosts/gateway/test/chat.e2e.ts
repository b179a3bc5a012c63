import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { channelsOf } from "@open-cowork/cloud-client/channels";
import { ID_PATTERN, type SessionView } from "@open-cowork/shared";
import { expect } from "chai";
import type { ChatSession } from "../../../deploy/gateway-demo/src/chat-session.js";
import type { ChatFrame, ChatMessage } from "../../../deploy/gateway-demo/src/fake-chat.js";
import { ChatStage, eventually } from "./support/chat-stage.js";

describe("a chat through the Cloud Channel Gateway", function () {
  this.timeout(180_000);
  let stage: ChatStage;
  let ann: ChatSession;

  before(async () => {
    stage = await new ChatStage().start();
    ann = stage.person("ann", "Ann");
    await ann.do({ kind: "say", text: `/start ${await stage.invite()}` });
    await ann.do({ kind: "wait", text: "Welcome, Ann. You are in, as member." });
  });
  after(() => stage?.remove());
  beforeEach(async () => {
    await ann.do({ kind: "say", text: "/new" });
    await ann.do({ kind: "wait", text: "A new thread." });
  });

  const bot = (messages: readonly ChatMessage[]) => messages.filter(({ from }) => from === "us");
  /** What the bot said since the person wrote that. */
  const answers = (to: string) => {
    const { messages } = ann.conversation;
    return bot(messages.slice(messages.findLastIndex(({ from, text }) => from !== "us" && text === to)));
  };
  const textsIn = (view: SessionView) => view.blocks.flatMap((block) => (block.type === "text" ? [block.text] : []));
  const saidIn = (view: SessionView) => view.blocks.flatMap((block) => (block.type === "person" ? [block] : []));
  const ends = (view: SessionView) => view.blocks.flatMap((block) => (block.type === "end" ? [block.state] : []));
  const ended = () => eventually("the run has ended", async () => ends(await stage.view()).length > 0 && stage.view());
  const squeezed = (texts: readonly string[]) => texts.join("").replace(/\s+/g, "");

  it("answers in the thread of a person who was let in, word by word, and ends with all of it exactly once", async () => {
    const frames: ChatFrame[] = [];
    const stop = ann.conversation.onFrame((frame) => frames.push(frame));
    await ann.do({ kind: "say", text: "Hello" });
    await ann.do({ kind: "wait", text: "Keys stay in this program" });
    const view = await ended();
    await eventually("everything is said", async () => squeezed(answers("Hello").map(({ text }) => text)) === squeezed(textsIn(view)));
    stop();
    expect(saidIn(view).map(({ text, by }) => [text, by.kind, by.name])).to.deep.equal([["Hello", "channel", "Ann"]]);
    const [first] = answers("Hello");
    const grown = frames.flatMap((frame) => (frame.type === "edited" && frame.message.id === first?.id ? [frame.message.text] : []));
    expect(grown.length, "edits").to.be.greaterThan(2);
    for (const [i, text] of grown.slice(1, -1).entries()) expect(text.startsWith(grown[i] ?? ""), `“${grown[i]}” then “${text}”`).to.equal(true);
  });

  it("runs a command after it was allowed by a button, and the request says who allowed it", async () => {
    await ann.do({ kind: "say", text: "Run a command" });
    await ann.do({ kind: "press", number: 1 });
    await ann.do({ kind: "wait", text: "The command ran after you allowed it" });
    const view = await ended();
    const [approval] = Object.values(view.approvals);
    expect(approval).to.deep.include({ state: "answered", answer: "once" });
    expect(approval?.by).to.include({ kind: "channel", name: "Ann" });
    const request = answers("Run a command").find(({ text }) => text.includes("Allowed once by Ann"));
    expect(request?.buttons).to.deep.equal([]);
    expect(squeezed(answers("Run a command").map(({ text }) => text))).to.include("OpenCoworksayshello");
  });

  it("takes the answer to a question by a button", async () => {
    await ann.do({ kind: "say", text: "Ask me a question" });
    await ann.do({ kind: "press", number: 1 });
    await ann.do({ kind: "wait", text: "Answered by Ann" });
    const view = await ended();
    expect(Object.values(view.questions)).to.have.lengthOf(1);
    expect(Object.values(view.questions)[0]).to.include({ state: "answered" });
  });

  it("puts what is too long for a chat into a file, all of it", async () => {
    await ann.do({ kind: "say", text: "Write something long" });
    await ann.do({ kind: "wait", text: "answer.md" });
    const [text = ""] = textsIn(await ended());
    const messages = answers("Write something long");
    const [file] = messages.flatMap(({ files }) => files);
    expect(readFileSync(ann.saved.get(file?.id ?? "") ?? "", "utf8")).to.equal(text);
    const shown = squeezed(messages.filter(({ files }) => files.length === 0).map((message) => message.text));
    expect(squeezed([text]).startsWith(shown)).to.equal(true);
    expect(messages.at(-1)?.files, "the file comes last").to.have.lengthOf(1);
  });

  it("hands files over to the agent", async () => {
    const file = path.join(stage.directory, "numbers.csv");
    writeFileSync(file, "a,b\n1,2\n");
    await ann.do({ kind: "file", path: file, text: "Hello, what is in this?" });
    await ann.do({ kind: "wait", text: "demo model" });
    const [asked] = saidIn(await ended());
    expect(asked?.attachments).to.have.lengthOf(1);
    expect(asked?.attachments[0]).to.include({ name: "numbers.csv", bytes: 8 });
    expect(asked?.attachments[0]?.artifact).to.match(ID_PATTERN);
  });

  it("stops at once", async () => {
    await ann.do({ kind: "say", text: "Write something long" });
    await ann.do({ kind: "wait", text: "paragraph 1" });
    await ann.do({ kind: "say", text: "/stop" });
    await ann.do({ kind: "wait", text: "Stopped." });
    const view = await ended();
    expect(ends(view)).to.deep.equal(["aborted"]);
    expect(textsIn(view).join("")).not.to.include("paragraph 12");
  });

  it("says nothing to strangers, and counts them", async () => {
    const eve = stage.person("eve", "Ann");
    await eve.do({ kind: "say", text: "Hello" });
    const channels = channelsOf(stage.cloud.client);
    const [binding] = await channels.bindings();
    const refusal = await eventually("she is counted", async () => (await channels.refusals(binding?.id ?? "")).find(({ person }) => person.id === "eve"));
    expect(refusal).to.include({ reason: "stranger", count: 1 });
    expect(bot(eve.conversation.messages)).to.deep.equal([]);
  });

  it("loses nothing and says nothing twice when it is killed in the middle of an answer", async () => {
    await ann.do({ kind: "say", text: "Write something long" });
    await ann.do({ kind: "wait", text: "paragraph 2" });
    const before = new Set(ann.conversation.messages.map(({ id }) => id));
    await stage.killAndRestart();
    await ann.do({ kind: "wait", text: "answer.md" });
    const view = await ended();
    expect(
      saidIn(view).map(({ text }) => text),
      "it was asked once",
    ).to.deep.equal(["Write something long"]);
    expect(ends(view)).to.deep.equal(["finished"]);
    // The platform forgot what was said before; what was not finished there is said again in its new life.
    const after = bot(ann.conversation.messages).filter(({ id }) => !before.has(id));
    const [file] = after.flatMap(({ files }) => files);
    expect(readFileSync(ann.saved.get(file?.id ?? "") ?? "", "utf8")).to.equal(textsIn(view).join(""));
    const texts = after.filter(({ files }) => files.length === 0).map(({ text }) => text.replace("(sent again: it may be above already)", ""));
    expect(new Set(texts).size, "each part once").to.equal(texts.length);
    // One that was said before is said anew where it cannot be changed any more, so only the text itself tells the order.
    const all = squeezed(textsIn(view));
    const parts = texts.map((part) => squeezed([part])).sort((a, b) => all.indexOf(a) - all.indexOf(b));
    expect(all).to.include(parts.join(""));
  });

  it("goes on with another token when the one it had is revoked, without a restart", async () => {
    stage.token = await stage.cloud.gatewayToken();
    const provider = () => stage.provider(stage.gateway);
    await eventually("it notices", async () => (await provider())?.state === "failed");
    stage.gateway.rotate(stage.token);
    await eventually("it serves again", async () => (await provider())?.state === "ready", 60_000);
    await ann.do({ kind: "say", text: "/status" });
    await ann.do({ kind: "wait", text: "ready" });
  });

  it("is taken over by a second gateway when the first is gone", async () => {
    const second = await stage.another("two");
    try {
      await eventually("the second waits", async () => (await stage.provider(second))?.state === "standby");
      await stage.gateway.stop("SIGKILL");
      await eventually("the second serves", async () => (await stage.provider(second))?.state === "ready");
    } finally {
      await second.stop();
      const { port } = new URL(stage.gateway.url);
      stage.gateway = await stage.another("one", Number(port));
    }
  });
});
