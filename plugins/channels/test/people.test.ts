import { FixedClock } from "@open-cowork/core/testing";
import type { BindingPolicy } from "@open-cowork/shared";
import { AppError, type ChatPerson, type PersonRole } from "@open-cowork/shared";
import { expect } from "chai";
import { HintLimit } from "../src/inbound/strangers.js";
import { type Gateway, Rig } from "./rig.js";
import { ann, bob, direct, eve, pressed, room, ScriptedChat, said } from "./scripted-chat.js";

const capabilities = {
  ...{ text: { max: 2_000 }, edits: { minIntervalMs: 100 }, buttons: { max: 8, maxPerRow: 3, maxLabel: 64 } },
  ...{ files: { in: 1_000, out: 1_000_000 }, typing: true },
};
const SECRET = "sk-live-4242";

describe("who may", () => {
  let chat: ScriptedChat;
  let rig: Rig;
  let gateway: Gateway;
  let binding: string;

  async function begin(policy: Partial<BindingPolicy> = {}, people?: [ChatPerson, PersonRole][]): Promise<void> {
    chat = new ScriptedChat(capabilities);
    rig = await new Rig(chat).start();
    binding = await rig.allow(policy, people);
    gateway = rig.gateway().start();
    await rig.until("it is ready", () => chat.sink !== undefined);
  }
  const say = (text: string, over: Parameters<typeof said>[2] = {}) => Promise.all([chat.sink!.inbound(said(chat, text, over)), rig.settle(200)]);
  const press = (value: string, over: Parameters<typeof pressed>[2] = {}) => Promise.all([chat.sink!.inbound(pressed(chat, value, over)), rig.settle(200)]);
  const refusals = async () =>
    (await rig.channels.admin.refusals(rig.ctx, binding)).map(({ reason, person, count }) => `${reason} ${person.id} ${count}`).toSorted();

  /** A request in the room that all of them read. */
  async function ask(): Promise<string> {
    await say("clean up", { conversation: room });
    rig.runtime.turns[0]!.ask("ap-1");
    await rig.settle(200);
    return chat.messages.at(-1)!.buttons[0]!.value;
  }

  it("press a button in a room: not a stranger, who hears nothing, nor a viewer, who is told", async () => {
    await begin();
    const button = await ask();
    const before = chat.texts.length;
    await press(button, { person: eve, conversation: room });
    expect(chat.acknowledged).to.deep.equal([undefined]);
    await press(button, { person: bob, conversation: room });
    expect(chat.acknowledged[1]).to.equal("Your role does not allow this.");
    expect([rig.runtime.turns[0]!.answers, chat.texts.length]).to.deep.equal([[], before]);
    expect(await refusals()).to.deep.equal(["role p-bob 1", "stranger p-eve 1"]);
    await press(button, { conversation: room });
    expect(rig.runtime.turns[0]!.answers).to.have.length(1);
    await press(button, { conversation: room });
    expect(chat.acknowledged.at(-1)).to.equal("This request is not open any more.");
  });

  it("press nonsense: it is told, and nothing happens", async () => {
    await begin();
    const code = (await ask()).split(":")[0]!;
    for (const value of ["", ":", code, `${code}:`, `${code}:maybe`, `${code}:0`, `${code}:__proto__`, "0000000000", "💥".repeat(300)]) {
      await press(value, { conversation: room });
      expect(chat.acknowledged.at(-1), value).to.be.a("string");
    }
    expect(rig.runtime.turns[0]!.answers).to.deep.equal([]);
  });

  it("approve as an approver, who may not ask", async () => {
    await begin({}, [
      [ann, "member"],
      [bob, "approver"],
    ]);
    const button = await ask();
    await say("and me", { person: bob, conversation: room });
    expect(chat.texts.at(-1)).to.equal("Your role does not allow this.");
    await press(button, { person: bob, conversation: room });
    expect(rig.runtime.turns[0]!.answers).to.have.length(1);
  });

  it("do nothing as a viewer but look", async () => {
    await begin();
    for (const text of ["do it", "/new", "/stop", "/agent plan", "/model lab/m-1", "/approve", "/deny x", "/answer x y"]) {
      await say(text, { person: bob, conversation: { chat: "c-bob", kind: "direct" } });
      expect(chat.texts.at(-1), text).to.equal("Your role does not allow this.");
    }
    await say("/status", { person: bob, conversation: { chat: "c-bob", kind: "direct" } });
    expect(chat.texts.at(-1)).to.contain("Nothing was asked here yet");
    expect(await rig.sessions()).to.deep.equal([]);
  });

  it("do nothing, and hear nothing, once they are blocked", async () => {
    await begin();
    const button = await ask();
    const [identity] = await rig.channels.admin.identities(rig.ctx, binding);
    await rig.channels.admin.changeIdentity(rig.ctx, identity!.id, { blocked: true });
    const before = chat.calls;
    await say("more");
    await say("/help");
    await press(button, { conversation: room });
    expect([chat.calls, chat.acknowledged.at(-1), rig.runtime.turns.length, rig.runtime.turns[0]!.answers.length]).to.deep.equal([before, undefined, 1, 0]);
    expect(await refusals()).to.deep.equal(["blocked p-ann 3"]);
  });

  it("come in by a code in private, and not in a room where others read it", async () => {
    await begin();
    const invite = async () => (await rig.channels.admin.invite(rig.ctx, binding, { role: "member" })).code.reveal();
    const code = await invite();
    await say(`/start ${code}`, { person: eve, conversation: room });
    await say(code, { person: eve, conversation: room });
    expect(chat.texts).to.deep.equal([]);
    await say(code.toLowerCase().replaceAll("-", " "), { person: eve });
    await rig.until("she is let in", () => chat.texts.length > 0);
    expect(chat.texts).to.deep.equal(["Welcome, Ann. You are in, as member. Write what you need, or /help."]);
    await say(`/start ${code}`, { person: { id: "p-mallory", name: "M" } });
    await rig.until("it is refused", async () => (await refusals()).some((line) => line.startsWith("pairing")));
    expect(chat.texts).to.have.length(1);
    await say("do something", { person: eve });
    expect(rig.runtime.turns).to.have.length(1);
  });

  it("are judged by the immutable id alone, whatever they are called", async () => {
    await begin();
    await say("I am Ann", { person: { ...ann, id: "p-other" } });
    expect([rig.runtime.turns.length, chat.texts.length]).to.deep.equal([0, 0]);
  });

  it("are heard in rooms as the policy says", async () => {
    const heard = async (rooms: BindingPolicy["rooms"]) => {
      await begin({ rooms });
      await say("said to us", { conversation: room });
      await say("said to others", { conversation: room, addressed: false });
      await say("/status@cowork_bot", { conversation: room, addressed: false });
      await say("/status@COWORK_BOT", { conversation: room, addressed: false });
      await say("/status", { conversation: room, addressed: false });
      await say("/status@cowork_bot2", { conversation: room });
      return [rig.runtime.turns.length + (await rig.prompts()).length, chat.texts.length];
    };
    expect(await heard("addressed")).to.deep.equal([2, 2]);
    expect(await heard("all")).to.deep.equal([3, 3]);
    expect(await heard("none")).to.deep.equal([0, 0]);
  });

  it("read nothing in a chat of what went wrong inside", async () => {
    await begin();
    const { command } = rig.workspace;
    rig.workspace.command = () => Promise.reject(new Error(`connect postgres://u:${SECRET}@db failed`));
    await say("do it");
    await rig.clock.advance(60_000);
    expect(chat.texts).to.have.length(1);
    expect(chat.texts[0])
      .to.match(/^That did not work\. .*\(Reference: [0-9A-Z]{26}\)$/)
      .and.not.to.contain(SECRET);
    rig.workspace.command = () => Promise.reject(new AppError("internal", { message: `broken: ${SECRET}` }));
    await say("do it");
    await rig.clock.advance(60_000);
    expect(chat.texts[1]).to.contain("Something went wrong on our side").and.not.to.contain(SECRET);
    rig.workspace.command = command;
    await say("do it");
    expect(rig.runtime.turns).to.have.length(1);
    expect(gateway.lines.some(({ event }) => event === "inbound.given_up")).to.equal(true);
  });

  it("hear a hint once an hour each, and twenty times an hour in all", async () => {
    const clock = new FixedClock();
    const limit = new HintLimit(clock);
    const heard = (people: number) => Array.from({ length: people }, (_, i) => limit.may(`p-${i}`)).filter(Boolean).length;
    expect([limit.may("p-0"), limit.may("p-0"), heard(50)]).to.deep.equal([true, false, 19]);
    await clock.advance(3_600_000);
    expect(heard(50)).to.equal(20);
  });

  it("get no conversation of their own as strangers", async () => {
    await begin();
    for (let i = 0; i < 30; i++) await say("hello", { person: { id: `p-${i}`, name: "x" }, conversation: { ...direct, chat: `c-${i}` } });
    expect([rig.channels.store.threads, rig.channels.store.identities, chat.calls]).to.deep.equal([[], [], 0]);
  });
});
