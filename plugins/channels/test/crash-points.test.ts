import type { ChatCapabilities } from "@open-cowork/core/transport";
import type { InboundEvent } from "@open-cowork/shared";
import { expect } from "chai";
import { type Gateway, Rig } from "./rig.js";
import { pressed, ScriptedChat, type Shown, said } from "./scripted-chat.js";

const chat: ChatCapabilities = {
  text: { max: 2_000 },
  edits: { minIntervalMs: 100 },
  buttons: { max: 8, maxPerRow: 3, maxLabel: 64 },
  files: { in: 1_000, out: 1_000_000 },
  typing: true,
};
const mail: ChatCapabilities = { text: { max: 20_000 }, files: { in: 1_000, out: 1_000_000 }, typing: false };
const MARK = "(sent again: it may be above already)";
const FIRST = "I will look at the folder first, and then at what is in it. That takes a moment.";
const SECOND = "Everything is clean now. Here is what I removed.";
type Moment = "before" | "after";

/** A platform, a workspace, and a gateway that dies once and is started again by whoever watches over it. */
class Life {
  readonly chat: ScriptedChat;
  readonly rig: Rig;
  calls: string[] = [];
  diedAt: string | undefined;
  /** Messages that were on their way when it died: nobody knows whether they arrived. */
  unknown = new Set<string>();
  #gateway!: Gateway;

  constructor(
    readonly platform: ChatCapabilities,
    private readonly death?: { at: number; moment: Moment },
  ) {
    this.chat = new ScriptedChat(platform);
    this.rig = new Rig(this.chat);
  }

  async begin(): Promise<this> {
    await this.rig.start();
    await this.rig.allow();
    this.#gateway = this.rig.gateway({ gate: (call, moment) => this.#gate(call, moment) }).start();
    return this;
  }

  #gate(call: string, moment: Moment): void {
    if (moment === (this.death?.moment ?? "after")) this.calls.push(call);
    if (this.calls.length !== this.death?.at || this.diedAt !== undefined || moment !== this.death.moment) return;
    this.diedAt = call;
    for (const { id, state, message } of this.rig.channels.store.deliveries.values()) if (state === "sending" && message === undefined) this.unknown.add(id);
    this.#gateway.kill();
    this.chat.sink = undefined;
    // Another process, which knows nothing but what is stored.
    this.rig.clock.after(500, () => void (this.#gateway = this.rig.gateway().start()));
  }

  /** The platform delivers until it is told that we have it. */
  async deliver(event: InboundEvent): Promise<void> {
    let isTaken = false;
    await this.rig.until("the event is taken", async () => {
      const { sink } = this.chat;
      if (sink === undefined) return false;
      const told = sink.inbound(event).then(
        () => void (isTaken = true),
        () => undefined,
      );
      await Promise.race([told, this.rig.settle(200)]);
      return isTaken;
    });
  }

  /** Whatever the chat offers for it, as the newest request shows it. */
  #decision(): InboundEvent | undefined {
    const { chat } = this;
    const button = chat.messages.findLast(({ buttons }) => buttons.length > 0)?.buttons[0]?.value;
    if (button !== undefined) return pressed(chat, button);
    const command = /\/approve [0-9A-Z]{8}/.exec(chat.texts.findLast((text) => text.includes("/approve")) ?? "")?.[0];
    return command === undefined ? undefined : said(chat, command);
  }

  async converse(): Promise<void> {
    const { rig, chat } = this;
    await this.deliver(said(chat, "clean up"));
    await rig.until("the engine is asked", () => rig.runtime.turns.length > 0);
    const turn = rig.runtime.turns[0]!;
    for (const word of FIRST.split(/(?<= )/)) {
      turn.say(word, "first");
      await rig.settle(60);
    }
    turn.ask("ap-1", ["rm -rf build"], { command: "rm -rf build", destructive: true });
    await rig.until("the request is shown", () => this.#decision() !== undefined);
    await this.deliver(this.#decision()!);
    await rig.until("it is decided", () => turn.answers.length > 0);
    turn.say(SECOND, "second");
    const { id, name, mime, bytes } = await rig.artifacts.put(rig.ctx, { name: "removed.txt", mime: "text/plain" }, one("build"), 100);
    turn.emit("artifact.created", { artifact: id, name, mime, bytes });
    turn.finish();
    await this.deliver(said(chat, "thanks"));
    await rig.until("the second turn begins", () => rig.runtime.turns.length > 1);
    rig.runtime.turns[1]!.say("You are welcome, any time.");
    rig.runtime.turns[1]!.finish();
    await rig.until("everything is said", async () => {
      const { items } = await rig.channels.outbox.list(rig.ctx, { limit: 100 });
      const isDone = items.every(({ state, revision, sentRevision }) => state === "sent" && revision === sentRevision);
      return (
        isDone && chat.texts.some((text) => text.startsWith("You are welcome")) && (await rig.channels.threads.behind(rig.ctx, items[0]!.binding)).length === 0
      );
    });
  }
}

type Finally = readonly ((message: Shown) => boolean)[];

async function* one(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

const is =
  (expected: string) =>
  ({ text }: Shown): boolean =>
    bare(text) === expected;
const isFile = ({ file }: Shown) => file === "removed.txt";
const THANKS = "You are welcome, any time.";

/** What must stand there in the end, in this order. */
const FINALLY = new Map<ChatCapabilities, Finally>([
  [chat, [is(FIRST), ({ text, buttons }) => /rm -rf build.*Allowed once by Ann/s.test(text) && buttons.length === 0, is(SECOND), isFile, is(THANKS)]],
  [mail, [is(FIRST), ({ text }) => /rm -rf build.*\/approve/s.test(text), ({ text }) => /Allowed once by Ann/.test(text), is(SECOND), isFile, is(THANKS)]],
]);

function bare(text: string): string {
  return text.replace(MARK, "").trimEnd();
}

function check({ chat, rig, unknown, platform }: Life): void {
  const final = FINALLY.get(platform)!;
  expect(
    rig.runtime.turns.map(({ prompt }) => prompt.text),
    "each prompt ran once",
  ).to.deep.equal(["clean up", "thanks"]);
  expect(rig.runtime.turns[0]!.answers).to.have.length(1);
  // Tries of one message carry the same key.
  const byKey = new Map<string, Shown[]>();
  for (const message of chat.messages) byKey.set(message.key, [...(byKey.get(message.key) ?? []), message]);
  const last = [...byKey.values()].map((copies) => copies.at(-1)!);
  expect(last.map(({ text, file }) => `${text}${file ?? ""}`)).to.have.length(final.length);
  for (const [i, isIt] of final.entries()) expect(isIt(last[i]!), `${i}: ${JSON.stringify(last[i])}`).to.equal(true);
  for (const [key, copies] of byKey) {
    expect(copies.length, "once, or once more where nobody knew").to.be.at.most(unknown.has(key) ? 2 : 1);
    for (const [i, copy] of copies.entries()) {
      // The second one, and the only one where the first had not left.
      const mayBeDoubtful = unknown.has(key) && i === copies.length - 1;
      expect(copy.text.includes(MARK), copy.text).to.be.oneOf(i > 0 ? [true] : mayBeDoubtful ? [true, false] : [false]);
    }
  }
}

for (const [name, platform] of Object.entries({ chat, mail }))
  describe(`a gateway of a ${name} platform that dies`, function () {
    this.timeout(120_000);

    it("says everything once where it lives", async () => {
      const life = await new Life(platform).begin();
      await life.converse();
      check(life);
      expect(life.chat.texts.join("")).not.to.contain(MARK);
    });

    for (const moment of ["before", "after"] as const) {
      it(`loses and repeats nothing, whichever call of a port it dies ${moment}`, async () => {
        const whole = await new Life(platform, { at: Number.POSITIVE_INFINITY, moment }).begin();
        await whole.converse();
        const total = whole.calls.length;
        expect(total).to.be.greaterThan(50);
        for (let at = 1; at <= total; at++) {
          const life = await new Life(platform, { at, moment }).begin();
          try {
            await life.converse();
            check(life);
          } catch (cause) {
            const shown = JSON.stringify(life.chat.messages, null, 1);
            throw new Error(`died ${moment} call ${at} of ${total}, ${life.diedAt}: ${(cause as Error).message}\n${shown}`, { cause });
          }
        }
      });
    }
  });
