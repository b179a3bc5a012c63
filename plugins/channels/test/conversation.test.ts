import type { ScriptedTurn } from "@open-cowork/core/testing";
import { AppError } from "@open-cowork/shared";
import { expect } from "chai";
import { Rig } from "./rig.js";
import { bob, eve, pressed, room, ScriptedChat, said } from "./scripted-chat.js";

const full = {
  text: { max: 400 },
  edits: { minIntervalMs: 100 },
  buttons: { max: 8, maxPerRow: 3, maxLabel: 64 },
  files: { in: 1_000, out: 1_000_000 },
  typing: true,
};
const mail = { text: { max: 20_000 }, files: { in: 1_000, out: 1_000_000 }, typing: false };

describe("a conversation", () => {
  async function rigOf(capabilities = full as typeof full | typeof mail, play?: (turn: ScriptedTurn) => void | Promise<void>) {
    const chat = new ScriptedChat(capabilities);
    const rig = await new Rig(chat, play).start();
    const binding = await rig.allow();
    const gateway = rig.gateway().start();
    await rig.settle();
    return { chat, rig, gateway, binding };
  }

  it("begins a session with the first message, keeps it for the next, and tells the platform only what is stored", async () => {
    const { chat, rig } = await rigOf(full, (turn) => {
      turn.say(`You said: ${turn.prompt.text}`);
      turn.finish();
    });
    expect(await Promise.all([chat.sink!.inbound(said(chat, "hello there")), rig.settle()]).then(([answer]) => answer)).to.equal("claimed");
    await rig.settle(200);
    await Promise.all([chat.sink!.inbound(said(chat, "and again")), rig.settle(300)]);
    expect(await rig.sessions()).to.have.length(1);
    expect(await rig.prompts()).to.deep.equal(["hello there", "and again"]);
    expect(chat.texts).to.deep.equal(["You said: hello there", "You said: and again"]);
    expect((await rig.sessions())[0]?.view.by).to.include({ kind: "channel", name: "Ann" });
  });

  it("runs an event once, however often the platform delivers it", async () => {
    const { chat, rig } = await rigOf(full, (turn) => turn.finish());
    const event = said(chat, "once");
    const answers = Promise.all([1, 2, 3].map(() => chat.sink!.inbound(event)));
    await rig.settle(200);
    expect((await answers).toSorted()).to.deep.equal(["claimed", "known", "known"]);
    expect(await rig.prompts()).to.deep.equal(["once"]);
  });

  it("grows the answer in place, with its spaces, and ends with all of it exactly once", async () => {
    const { chat, rig } = await rigOf();
    await Promise.all([chat.sink!.inbound(said(chat, "count")), rig.settle(100)]);
    const [turn] = rig.runtime.turns;
    let text = "";
    for (const word of ["Hello", " world", ",\n\n", "  this ", "is", " **all**."]) {
      turn!.say(word);
      text += word;
      await rig.settle(text === word ? 800 : 80);
      expect(chat.messages).to.have.length(1);
      expect(text.startsWith(chat.messages[0]!.text.trimEnd())).to.equal(true);
    }
    turn!.finish();
    await rig.settle(400);
    expect(chat.texts).to.deep.equal([text]);
    expect(chat.messages[0]!.edits).to.be.within(2, 7);
  });

  it("never changes a message faster than the platform takes it", async () => {
    const { chat, rig } = await rigOf();
    await Promise.all([chat.sink!.inbound(said(chat, "run")), rig.settle(100)]);
    const before = chat.calls;
    for (let i = 0; i < 50; i++) {
      rig.runtime.turns[0]!.say(`word ${i} `);
      await rig.settle(20);
    }
    expect(chat.calls - before).to.be.at.most(12);
    rig.runtime.turns[0]!.finish();
    await rig.settle(300);
    expect(chat.texts.join("")).to.match(/^word 0 .*word 49\s*$/s);
  });

  it("splits a long answer, and puts what is too long for a chat into a file", async () => {
    const { chat, rig } = await rigOf(full, (turn) => {
      turn.say(turn.prompt.text === "long" ? Array.from({ length: 200 }, (_, i) => `Line ${i}.`).join("\n\n") : "A paragraph.\n\n".repeat(60));
      turn.finish();
    });
    await Promise.all([chat.sink!.inbound(said(chat, "medium")), rig.settle(600)]);
    expect(chat.messages.length).to.be.within(2, 5);
    for (const { text } of chat.messages) expect(text.length).to.be.at.most(400);
    expect(chat.texts.join("\n\n").match(/A paragraph\./g)).to.have.length(60);
    chat.messages.length = 0;
    await Promise.all([chat.sink!.inbound(said(chat, "long")), rig.settle(900)]);
    expect(chat.messages.map(({ file }) => file)).to.deep.equal([undefined, "answer.md"]);
    expect(chat.texts[0])
      .to.match(/^Line 0\.\n\nLine 1\./)
      .and.to.match(/\n…$/);
  });

  it("asks by buttons that fit anywhere, takes the decision of those who may, and says who decided", async () => {
    const { chat, rig } = await rigOf();
    await Promise.all([chat.sink!.inbound(said(chat, "clean up")), rig.settle(100)]);
    rig.runtime.turns[0]!.ask("ap-1", ["rm -rf build"], { destructive: true, command: "rm -rf build" });
    await rig.settle(200);
    const [asked] = chat.messages;
    expect(asked!.text).to.contain("rm -rf build").and.to.contain("changes or deletes");
    expect(asked!.buttons.map(({ label }) => label)).to.deep.equal(["Allow once", "For this thread", "Always", "No"]);
    for (const { value } of asked!.buttons) expect(Buffer.byteLength(value)).to.be.at.most(32);
    const once = asked!.buttons[0]!.value;

    for (const person of [eve, bob]) {
      await Promise.all([chat.sink!.inbound(pressed(chat, once, { person })), rig.settle(100)]);
      expect(rig.runtime.turns[0]!.answers).to.deep.equal([]);
    }
    await Promise.all([chat.sink!.inbound(pressed(chat, once, { conversation: room })), rig.settle(100)]);
    expect(rig.runtime.turns[0]!.answers, "a code is good where it is shown").to.deep.equal([]);

    await Promise.all([chat.sink!.inbound(pressed(chat, once)), rig.settle(300)]);
    expect(rig.runtime.turns[0]!.answers).to.have.length(1);
    expect(rig.runtime.turns[0]!.answers[0]).to.include({ kind: "approval", id: "ap-1", answer: "once" });
    expect(chat.messages).to.have.length(1);
    expect(asked!.text).to.contain("Allowed once by Ann");
    expect(asked!.buttons).to.deep.equal([]);

    await Promise.all([chat.sink!.inbound(pressed(chat, once)), rig.settle(100)]);
    expect(chat.acknowledged.at(-1)).to.match(/not open any more/);
  });

  it("asks by codes where there are no buttons, and says the end in a message where none can be changed", async () => {
    const { chat, rig } = await rigOf(mail);
    await Promise.all([chat.sink!.inbound(said(chat, "clean up")), rig.settle(100)]);
    rig.runtime.turns[0]!.ask("ap-1");
    await rig.settle(200);
    const code = /\/approve ([0-9A-Z]{8})/.exec(chat.texts[0]!)?.[1];
    await Promise.all([chat.sink!.inbound(said(chat, `/deny ${code!.toLowerCase()} not on a Friday`)), rig.settle(300)]);
    expect(rig.runtime.turns[0]!.answers).to.deep.equal([{ kind: "approval", id: "ap-1", answer: "reject", note: "not on a Friday" }]);
    expect(chat.texts[1]).to.contain("Not allowed by Ann").and.to.contain("not on a Friday");
    await Promise.all([chat.sink!.inbound(said(chat, `/approve ${code} once`)), rig.settle(200)]);
    expect(chat.texts.at(-1)).to.match(/not open any more/);
  });

  it("renews the code of a request that waits for days", async () => {
    const { chat, rig } = await rigOf();
    await Promise.all([chat.sink!.inbound(said(chat, "clean up")), rig.settle(100)]);
    rig.runtime.turns[0]!.ask("ap-1");
    await rig.settle(200);
    const first = chat.messages[0]!.buttons[0]!.value;
    await rig.clock.advance(25 * 3_600_000);
    await rig.settle(300);
    const second = chat.messages[0]!.buttons[0]!.value;
    expect(second).not.to.equal(first);
    await Promise.all([chat.sink!.inbound(pressed(chat, first)), rig.settle(100)]);
    expect(rig.runtime.turns[0]!.answers).to.deep.equal([]);
    await Promise.all([chat.sink!.inbound(pressed(chat, second)), rig.settle(200)]);
    expect(rig.runtime.turns[0]!.answers).to.have.length(1);
  });

  it("takes a question's answer by number, by word and by button", async () => {
    const { chat, rig } = await rigOf();
    await Promise.all([chat.sink!.inbound(said(chat, "paint")), rig.settle(100)]);
    const ask = (id: string) =>
      rig.runtime.turns[0]!.emit("question.requested", {
        id,
        questions: [
          {
            header: "Colour",
            question: "Which?",
            options: [
              { label: "Red", description: "" },
              { label: "Blue", description: "" },
            ],
            multiple: false,
            custom: true,
          },
        ],
      });
    ask("q1");
    await rig.settle(200);
    await Promise.all([chat.sink!.inbound(said(chat, "/answer 2")), rig.settle(200)]);
    ask("q2");
    await rig.settle(200);
    await Promise.all([chat.sink!.inbound(pressed(chat, chat.messages.at(-1)!.buttons[0]!.value)), rig.settle(300)]);
    expect(rig.runtime.turns[0]!.answers).to.deep.equal([
      { kind: "question", id: "q1", answers: [["Blue"]] },
      { kind: "question", id: "q2", answers: [["Red"]] },
    ]);
    expect(chat.texts.at(-1)).to.contain("Answered by Ann:** Red");
  });

  it("stops at once what runs, past everything that waits", async () => {
    const { chat, rig } = await rigOf();
    for (const text of ["one", "two"]) await Promise.all([chat.sink!.inbound(said(chat, text)), rig.settle(100)]);
    await Promise.all([chat.sink!.inbound(said(chat, "/stop@cowork_bot")), rig.settle(300)]);
    expect(rig.runtime.turns[0]!.aborted).to.equal(true);
    expect(chat.texts).to.include("Stopped.");
    expect(rig.runtime.turns.map(({ prompt }) => prompt.text)).to.deep.equal(["one", "two"]);
  });

  it("answers nothing to strangers and to commands of other bots, and counts the former", async () => {
    const { chat, rig, binding } = await rigOf();
    for (const text of ["hello", "/help", "AAAA-BBBB-CCCC"]) await Promise.all([chat.sink!.inbound(said(chat, text, { person: eve })), rig.settle(60)]);
    await Promise.all([
      chat.sink!.inbound(said(chat, "/stop@other_bot", { conversation: room })),
      chat.sink!.inbound(said(chat, "just talking", { conversation: room, addressed: false })),
      rig.settle(100),
    ]);
    expect([chat.texts, await rig.sessions()]).to.deep.equal([[], []]);
    await rig.until("the code is refused", async () => (await rig.channels.admin.refusals(rig.ctx, binding)).length === 2);
    const refusals = await rig.channels.admin.refusals(rig.ctx, binding);
    expect(refusals.map(({ reason, count, person }) => [reason, count, person.id]).toSorted()).to.deep.equal([
      ["pairing", 1, "p-eve"],
      ["stranger", 2, "p-eve"],
    ]);
  });

  it("lets somebody in by a code, once, and hints at most once an hour where strangers may hear something", async () => {
    const { chat, rig, binding } = await rigOf();
    const { policy } = (await rig.channels.admin.bindings(rig.ctx))[0]!;
    await rig.channels.admin.update(rig.ctx, binding, { policy: { ...policy, strangers: "hint" } });
    await rig.settle(4_000);
    for (let i = 0; i < 3; i++) await Promise.all([chat.sink!.inbound(said(chat, "who are you?", { person: eve })), rig.settle(60)]);
    expect(chat.texts.filter((text) => text.includes("pairing code"))).to.have.length(1);
    const { code } = await rig.channels.admin.invite(rig.ctx, binding, { role: "approver" });
    await Promise.all([chat.sink!.inbound(said(chat, `/start ${code.reveal()}`, { person: eve })), rig.settle(100)]);
    await rig.until("Eve is let in", () => chat.texts.at(-1)?.includes("as approver") === true);
    await Promise.all([chat.sink!.inbound(said(chat, "do something", { person: eve })), rig.settle(100)]);
    await rig.until("Eve is told", () => chat.texts.at(-1) === "Your role does not allow this.");
    expect(await rig.prompts()).to.deep.equal([]);
  });

  it("takes files, without a caption too, and says which it could not take", async () => {
    const { chat, rig } = await rigOf();
    chat.files.set("f1", new TextEncoder().encode("a,b"));
    const file = (ref: string, name: string, bytes?: number) => ({ ref, name, mime: "text/csv", ...(bytes === undefined ? {} : { bytes }) });
    await Promise.all([
      chat.sink!.inbound(said(chat, "", { files: [file("f1", "a.csv"), file("f2", "gone.csv"), file("f3", "big.csv", 5_000)] })),
      rig.settle(200),
    ]);
    expect(rig.runtime.turns[0]!.prompt.attachments.map(({ name, bytes }) => [name, bytes])).to.deep.equal([["a.csv", 3]]);
    expect(chat.texts.toSorted()).to.deep.equal([
      "big.csv is larger than the 1 kB that I can take here, and was left out.",
      "gone.csv is not there any more and was left out. Send it again.",
    ]);
  });

  it("has commands that answer, and does not take a sentence for one", async () => {
    const { chat, rig } = await rigOf(full, (turn) => turn.finish());
    const say = async (text: string) => {
      const before = chat.messages.length;
      await Promise.all([chat.sink!.inbound(said(chat, text)), rig.settle(300)]);
      return chat.texts.slice(before).join("\n");
    };
    expect(await say("/HELP")).to.contain("/sessions");
    expect(await say("/status")).to.contain("Nothing was asked here yet");
    expect(await say("/stop")).to.equal("Nothing is running.");
    expect(await say("/frobnicate")).to.contain("/frobnicate");
    expect(await say("first question")).to.equal("Done.");
    expect(await say("/new Second one")).to.contain("new thread");
    await say("second question");
    const [, code] = /`(\w{4})` first question \(ready\)/.exec(await say("/sessions"))!;
    expect(await say("/sessions ZZZZ")).to.contain("no such thread");
    await say(`/sessions ${code!.toLowerCase()}`);
    expect(await say("/status")).to.contain("first question");
    expect(await say("/agent"))
      .to.contain("- `plan`")
      .and.to.contain("now build");
    await say("/agent plan");
    await say("/model lab/m-1");
    await say("see /etc/hosts and /stop being vague");
    expect(rig.runtime.turns.at(-1)!.prompt).to.include({ agent: "plan", text: "see /etc/hosts and /stop being vague" });
    expect(rig.runtime.turns.at(-1)!.prompt.model).to.deep.equal({ provider: "lab", model: "m-1" });
    expect(await say("/model nothing")).to.contain("no model called");
    expect(await say("/approve")).to.contain("Which one?");
  });

  it("tells of what others ask in the workspace, of files, and of ends, as words", async () => {
    const { chat, rig } = await rigOf();
    await Promise.all([chat.sink!.inbound(said(chat, "begin")), rig.settle(100)]);
    rig.runtime.turns[0]!.fail({ code: "model.failed", message: "The model provider answered with an error.", retryable: true });
    await rig.settle(300);
    expect(chat.texts.at(-1)).to.equal("**This did not work.** The model provider answered with an error.");
    const { id } = (await rig.sessions())[0]!;
    await rig.workspace.command(rig.ctx, id, { kind: "prompt", id: "from-web", text: "from the browser", attachments: [], delivery: "queue" });
    await rig.settle(300);
    expect(chat.texts.at(-1)).to.contain("wrote in the workspace:\n\n> from the browser");
    for (const text of chat.texts) expect(text).not.to.match(/[{}[\]]/);
  });

  it("begins a new thread where the old one was deleted in the workspace", async () => {
    const { chat, rig } = await rigOf(full, (turn) => turn.finish());
    await Promise.all([chat.sink!.inbound(said(chat, "one")), rig.settle(200)]);
    const { id } = (await rig.sessions())[0]!;
    await rig.workspace.command(rig.ctx, id, { kind: "delete", id: "d" });
    await rig.settle(200);
    await Promise.all([chat.sink!.inbound(said(chat, "two")), rig.settle(300)]);
    expect(await rig.prompts()).to.deep.equal(["two"]);
  });

  it("waits for a platform that asks for it, sends in order, and gives up in the end; an operator's retry sends it", async () => {
    const { chat, rig, binding } = await rigOf(full, (turn) => {
      turn.say(`Answer ${turn.prompt.text}`);
      turn.finish();
    });
    chat.outcomes.push({ state: "deferred", retryAfterMs: 5_000, reason: "slow down" });
    await Promise.all([chat.sink!.inbound(said(chat, "1")), chat.sink!.inbound(said(chat, "2")), rig.settle(500)]);
    expect(chat.texts).to.deep.equal([]);
    const calls = chat.calls;
    await rig.settle(3_000);
    expect(chat.calls).to.equal(calls);
    await rig.settle(4_000);
    expect(chat.texts).to.deep.equal(["Answer 1", "Answer 2"]);

    for (let i = 0; i < 10; i++) chat.outcomes.push({ state: "deferred", retryAfterMs: 0, reason: "down" });
    await Promise.all([chat.sink!.inbound(said(chat, "3")), rig.settle(200)]);
    await rig.clock.advance(20 * 60_000);
    await rig.settle(100);
    const { items } = await rig.channels.outbox.list(rig.ctx, { binding, state: "dead", limit: 10 });
    expect(items.map(({ content, error }) => [content.text, error])).to.deep.equal([["Answer 3", "down"]]);
  });

  it("says that a message may stand there twice where the platform did not answer", async () => {
    const { chat, rig } = await rigOf(full, (turn) => {
      turn.say("The answer.");
      turn.finish();
    });
    chat.outcomes.push({ state: "unknown", reason: "no answer" });
    await Promise.all([chat.sink!.inbound(said(chat, "x")), rig.settle(2_000)]);
    expect(chat.texts).to.deep.equal(["The answer.", "The answer.\n\n(sent again: it may be above already)"]);
  });

  it("tells the platform nothing when the event could not be stored", async () => {
    const { chat, rig } = await rigOf();
    const { claim } = rig.channels.inbound;
    rig.channels.inbound.claim = () => Promise.reject(new AppError("host.unreachable"));
    const answer = chat.sink!.inbound(said(chat, "x")).catch((error: AppError) => error.code);
    await rig.settle();
    expect(await answer).to.equal("host.unreachable");
    rig.channels.inbound.claim = claim;
  });
});
