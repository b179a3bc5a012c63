import type { ChatProvider } from "@open-cowork/core/transport";
import { AppError, type InboundFile } from "@open-cowork/shared";
import { expect } from "chai";
import { type Gateway, Rig } from "./rig.js";
import { direct, pressed, ScriptedChat, said } from "./scripted-chat.js";

const capabilities = {
  ...{ text: { max: 2_000 }, edits: { minIntervalMs: 100 }, buttons: { max: 8, maxPerRow: 3, maxLabel: 64 } },
  ...{ files: { in: 1_000, out: 1_000_000 }, typing: true },
};
const file = (ref: string, name = `${ref}.txt`): InboundFile => ({ ref, name, mime: "text/plain" });

describe("what people ask", () => {
  let chat: ScriptedChat;
  let rig: Rig;
  let gateway: Gateway;

  beforeEach(async () => {
    chat = new ScriptedChat(capabilities);
    rig = await new Rig(chat).start();
    await rig.allow();
    await begin();
  });

  async function begin(provider?: ChatProvider): Promise<void> {
    chat.sink = undefined;
    gateway = rig.gateway({ provider: provider ?? chat.provider() }).start();
    await rig.until("it is ready", () => chat.sink !== undefined);
  }
  const say = async (text: string, over: Parameters<typeof said>[2] = {}) => {
    const before = chat.messages.length;
    await Promise.all([chat.sink!.inbound(said(chat, text, over)), rig.settle(300)]);
    return chat.texts.slice(before).join("\n");
  };
  const turns = () => rig.runtime.turns;
  const last = () => turns().at(-1)!;

  it("comes with the message that it answers", async () => {
    await say("and this?", { quote: "The old\n\nanswer" });
    expect(last().prompt.text).to.equal("> The old\n>\n> answer\n\nand this?");
    expect((await rig.sessions())[0]!.view.title).to.equal("and this?");
  });

  it("is asked with the agent and the model that were chosen before, even if the gateway died in between", async () => {
    await say("/agent Plan");
    await say("/model lab/m-1");
    gateway.kill();
    await begin();
    await say("go");
    expect(last().prompt).to.deep.include({ agent: "plan", model: { provider: "lab", model: "m-1" } });
    expect([...rig.channels.store.inbound.values()].every(({ outcome }) => outcome !== undefined)).to.equal(true);
    last().finish();
    await say("/agent build");
    await say("again");
    expect(last().prompt).to.deep.include({ agent: "build", model: { provider: "lab", model: "m-1" } });
    expect(await say("/agent nobody")).to.contain("no agent called");
  });

  it("goes back to an earlier thread once, though it is dealt with twice", async () => {
    for (const text of ["first", "second", "third"]) {
      await say("/new");
      await say(text);
      last().finish();
    }
    const codes = [...(await say("/sessions")).matchAll(/`(\w+)` (\w+)/g)].map(([, code, title]) => ({ code, title }));
    expect(codes.map(({ title }) => title)).to.deep.equal(["third", "second", "first"]);
    const { complete } = rig.channels.inbound;
    rig.channels.inbound.complete = () => new Promise(() => undefined);
    expect(await say(`/sessions ${codes[2]!.code}`)).to.contain("Back in **first**");
    gateway.kill();
    rig.channels.inbound.complete = complete;
    await begin();
    await rig.settle(500);
    expect(await say("/status")).to.contain("**first**");
    expect(chat.texts.filter((text) => text.startsWith("Back in"))).to.have.length(1);
  });

  it("is told in the other thread only once one is back there, with the requests that wait", async () => {
    await say("old one");
    last().ask("ap-1");
    await rig.settle(200);
    await say("/new");
    const [old] = turns();
    old!.say("Working on, though nobody looks.");
    await rig.settle(300);
    expect(chat.texts.join()).not.to.contain("nobody looks");
    const code = /`(\w+)` old one/.exec(await say("/sessions"))![1];
    await say(`/sessions ${code}`);
    await rig.settle(300);
    const again = chat.messages.findLast(({ buttons }) => buttons.length > 0)!;
    await Promise.all([chat.sink!.inbound(pressed(chat, again.buttons[0]!.value)), rig.settle(300)]);
    expect(old!.answers).to.have.length(1);
    old!.say(" Now somebody does.");
    old!.finish();
    await rig.settle(300);
    expect(chat.texts.at(-1)).to.equal("Working on, though nobody looks. Now somebody does.");
  });

  it("is stopped at once, and with what waits behind it where that is meant", async () => {
    for (const text of ["one", "two", "three"]) await say(text);
    expect(await say("/stop")).to.contain("2 messages wait and are next");
    expect(turns().map(({ prompt, aborted }) => [prompt.text, aborted])).to.deep.equal([
      ["one", true],
      ["two", false],
    ]);
    const said_ = await say("/stop all");
    expect([turns().length, turns()[1]!.aborted]).to.deep.equal([2, true]);
    expect(said_).to.contain("Stopped.").and.to.contain("taken back");
    expect(await say("/stop")).to.equal("Nothing is running.");
  });

  it("says that it waits for a decision when something is asked meanwhile", async () => {
    await say("clean up");
    last().ask("ap-1");
    await rig.settle(200);
    expect(await say("yes")).to.contain("I wait for a decision");
    expect(last().answers).to.deep.equal([]);
  });

  it("goes on being told after a restart, without anybody writing", async () => {
    await say("long work");
    last().say("The first half of what there is to say about it.");
    await rig.settle(300);
    gateway.kill();
    last().say(" And the second half.");
    await rig.settle(1_000);
    await begin();
    await rig.settle(500);
    expect(chat.texts).to.deep.equal(["The first half of what there is to say about it. And the second half."]);
    last().say(" The end.");
    last().finish();
    await rig.settle(500);
    expect(chat.texts).to.deep.equal(["The first half of what there is to say about it. And the second half. The end."]);
  });

  it("is told in full where what happens arrives with gaps, or must be read anew", async () => {
    const { tail } = rig.workspace;
    let [opened, dropped] = [0, 0];
    rig.workspace.tail = (ctx, session, after, sink) => {
      opened += 1;
      const lossy = {
        events: (batch: Parameters<typeof sink.events>[0]) => {
          const isLost = opened < 3 && batch.some(({ kind }) => kind === "text.appended") && dropped++ % 2 === 0;
          if (!isLost) sink.events(batch);
        },
        reset: () => sink.reset(),
      };
      if (opened === 3) rig.clock.after(100, () => sink.reset());
      return tail.call(rig.workspace, ctx, session, after, lossy);
    };
    await say("count");
    let text = "";
    for (let i = 0; i < 40; i++) {
      last().say(`word ${i} `);
      text += `word ${i} `;
      await rig.settle(30);
    }
    last().finish();
    await rig.settle(500);
    expect(chat.texts).to.deep.equal([text]);
    expect([opened, dropped > 1]).to.deep.equal([4, true]);
  });

  it("leaves alone after a restart what stands there as it is to be, and goes on with what grows", async () => {
    await say("long work");
    last().say(`${"A paragraph of the answer. ".repeat(60)}\n\n`);
    last().say(`${"And another one of it, ".repeat(40)}`);
    await rig.settle(500);
    const [first, second] = chat.messages;
    // Somebody removed the first part meanwhile; it is not said again.
    chat.messages.splice(0, 1);
    const before = [first!.edits, chat.calls];
    gateway.kill();
    await begin();
    await rig.settle(500);
    expect([first!.edits, chat.calls]).to.deep.equal(before);
    last().say("to its end.");
    await rig.settle(500);
    expect(second!.text).to.match(/it, to its end\.$/);
    last().finish();
    await rig.settle(500);
    expect(chat.messages).to.deep.equal([second]);
    expect(second!.text).to.match(/it, to its end\.$/);
  });

  it("shows that it is at work, every four seconds, and not while it waits", async () => {
    await say("work");
    await rig.settle(12_000);
    expect(chat.typed).to.be.within(3, 5);
    last().ask("ap-1");
    await rig.settle(100);
    const before = chat.typed;
    await rig.settle(12_000);
    expect(chat.typed).to.equal(before);
  });

  it("takes files that the platform gives late, and leaves out those that it does not give", async () => {
    chat.files.set("a", new TextEncoder().encode("aaa"));
    let tries = 0;
    const provider = chat.provider();
    const download = provider.download.bind(provider);
    provider.download = async (wanted, signal) => {
      if (wanted.ref === "hangs") return new Promise(() => undefined);
      if (wanted.ref === "late" && ++tries < 3) throw new AppError("provider.failed");
      if (wanted.ref === "breaks")
        return (async function* () {
          yield new Uint8Array(1);
          throw new Error("socket hang up at https://x/bot123:SECRET");
        })();
      return download({ ...wanted, ref: "a" }, signal);
    };
    gateway.kill();
    await begin(provider);
    await chat.sink!.inbound(said(chat, "look", { files: [file("late"), file("breaks"), file("hangs")] })).catch(() => undefined);
    await rig.settle(100);
    await rig.clock.advance(8 * 60_000);
    await rig.settle(100);
    expect(last().prompt.attachments.map(({ name, bytes }) => [name, bytes])).to.deep.equal([["late.txt", 3]]);
    expect(chat.texts.toSorted()).to.deep.equal(
      ["breaks", "hangs"].map((name) => `${name}.txt could not be fetched and was left out. Send it again in a while.`),
    );
    expect(chat.texts.join()).not.to.contain("SECRET");
  });

  it("brings its files once, though it is dealt with twice", async () => {
    chat.files.set("a", new TextEncoder().encode("aaa"));
    await say("hello");
    last().finish();
    const { complete } = rig.channels.inbound;
    rig.channels.inbound.complete = () => new Promise(() => undefined);
    await say("look", { files: [file("a")] });
    gateway.kill();
    rig.channels.inbound.complete = complete;
    await begin();
    await rig.settle(500);
    expect((await rig.artifacts.list(rig.ctx, { limit: 10 })).items).to.have.length(1);
    expect(await rig.prompts()).to.deep.equal(["hello", "look"]);
  });

  it("waits for a workspace that is away, in order, and is asked once", async () => {
    const { command } = rig.workspace;
    rig.workspace.command = () => Promise.reject(new AppError("host.unreachable"));
    await say("one");
    await say("two");
    expect(chat.texts).to.deep.equal([]);
    rig.workspace.command = command;
    await rig.clock.advance(60_000);
    await rig.settle(300);
    const [first] = turns();
    first!.finish();
    await rig.settle(300);
    expect(await rig.prompts()).to.deep.equal(["one", "two"]);
  });

  it("is dealt with in order within a conversation, and at the same time in several", async () => {
    const gate: (() => void)[] = [];
    const { command } = rig.workspace;
    rig.workspace.command = async (...args) => {
      if (args[2].kind === "prompt" && args[2].text.startsWith("slow")) await new Promise<void>((resolve) => gate.push(resolve));
      return command.apply(rig.workspace, args);
    };
    await say("slow one");
    await say("two");
    await say("elsewhere", { conversation: { ...direct, topic: "9" } });
    expect(await rig.prompts()).to.deep.equal(["elsewhere"]);
    gate[0]!();
    await rig.settle(300);
    expect(await rig.prompts()).to.have.members(["elsewhere", "slow one", "two"]);
    const { view } = (await rig.sessions()).find(({ view: { blocks } }) => blocks.length > 1)!;
    expect(view.blocks.flatMap((block) => (block.type === "person" ? [block.text] : []))).to.deep.equal(["slow one", "two"]);
  });

  it("survives an event that is none, and one that the store does not take, beside those that are fine", async () => {
    const { claim } = rig.channels.inbound;
    rig.channels.inbound.claim = async (ctx, id, events) => {
      if (events.some(({ key }) => key === "spoiled")) throw new AppError("request.invalid");
      return claim.call(rig.channels.inbound, ctx, id, events);
    };
    const inbound = (event: ReturnType<typeof said>) =>
      chat.sink!.inbound(event).then(
        (answer) => answer as string,
        (error: AppError) => error.code as string,
      );
    const all = [
      inbound(said(chat, "one")),
      inbound(said(chat, "x", { key: "spoiled" })),
      inbound(said(chat, "two", { at: "now" as never })),
      inbound(said(chat, "three")),
    ];
    await rig.settle(300);
    expect(await Promise.all(all)).to.deep.equal(["claimed", "request.invalid", "request.invalid", "claimed"]);
    last().finish();
    await rig.settle(300);
    expect(await rig.prompts()).to.deep.equal(["one", "three"]);
    expect(JSON.stringify(gateway.lines)).not.to.contain('"two"');
  });
});
