import type { ChatPerson } from "@open-cowork/shared";
import { expect } from "chai";
import { openTelegram, type TelegramHarness } from "./harness.js";
import { TestSink, until } from "./sink.js";

describe("Telegram by polling, when things go wrong", () => {
  let harness: TelegramHarness;
  let sink: TestSink;
  beforeEach(async () => {
    harness = await openTelegram("polling");
    sink = new TestSink();
  });
  afterEach(() => harness.close());

  const say = (text: string, person: ChatPerson = harness.platform.people.ann): Promise<void> =>
    harness.platform.say(person, harness.platform.direct(person), { text });
  const heard = (text: string): Promise<void> => until(() => sink.texts.includes(text), `${text} to be stored`);
  const polling = (): Promise<void> => until(() => harness.platform.updates.queue.polled, "a long poll");
  const bot = (method: string, body: object): Promise<Response> =>
    fetch(`${harness.platform.root}/bot${harness.platform.token}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  it("goes on after an update that nobody can read, and tells of it without its content", async () => {
    await harness.provider().start(sink);
    harness.platform.updates.happen("message", { text: "secret words", from: "nobody", chat: { id: 1001 } });
    await say("next");
    await heard("next");
    await until(() => harness.platform.unacknowledged() === 0, "both to be confirmed");
    const line = harness.logged().find((logged) => logged.startsWith("telegram.update_unreadable"));
    expect(line).to.include("message.message_id").and.to.not.include("secret words");
  });

  it("keeps the order of a chat whose store fails, lets others go on, and confirms nothing too early", async () => {
    const { ann, bob } = harness.platform.people;
    let failures = 2;
    sink.failing = (event) => event.person.id === ann.id && failures-- > 0;
    await harness.provider().start(sink);
    await say("one", ann);
    await until(() => sink.offered.length === 1, "an offer");
    await say("two", ann);
    await say("other", bob);
    await heard("other");
    expect(sink.texts).to.deep.equal(["other"]);
    expect(harness.platform.unacknowledged()).to.equal(3);
    expect(sink.state).to.equal("degraded");
    expect(sink.detail).to.include("cannot be stored");
    await heard("two");
    expect(sink.texts).to.deep.equal(["other", "one", "two"]);
    await until(() => harness.platform.unacknowledged() === 0, "all to be confirmed");
    await until(() => sink.state === "ok", "health to be good again");
    expect(sink.offered.filter((event) => event.person.id === bob.id)).to.have.length(1);
  });

  it("lets others go on while a chat hangs with many messages", async () => {
    const { ann, bob } = harness.platform.people;
    let release = (): void => undefined;
    const held = new Promise<boolean>((resolve) => (release = () => resolve(false)));
    sink.failing = (event) => event.person.id === ann.id && held;
    await harness.provider().start(sink);
    const many = Array.from({ length: 60 }, (_, i) => `nr ${i}`);
    for (const text of many) await say(text, ann);
    await until(() => sink.offered.length > 0, "an offer");
    for (const text of ["a", "b", "c"]) {
      await say(text, bob);
      await heard(text);
    }
    release();
    await heard("nr 59");
    expect(sink.texts.filter((text) => text.startsWith("nr"))).to.deep.equal(many);
    await until(() => harness.platform.unacknowledged() === 0, "all to be confirmed");
  });

  it("tells that another program reads the messages, and goes on when it stops", async () => {
    await harness.provider().start(sink);
    await polling();
    const other = bot("getUpdates", { timeout: 1 });
    await until(() => sink.state === "degraded", "a word to the operator");
    expect(sink.detail).to.include("Another program reads the messages of this bot");
    await other;
    await until(() => sink.state === "ok", "health to be good again");
    await say("back");
    await heard("back");
  });

  it("tells that somebody set a webhook, and goes on when it is removed", async () => {
    await harness.provider().start(sink);
    await polling();
    await bot("setWebhook", { url: "http://127.0.0.1:1/" });
    await until(() => sink.state === "degraded", "a word to the operator");
    expect(sink.detail).to.include("set a webhook");
    await bot("deleteWebhook", {});
    await say("back");
    await heard("back");
    await until(() => sink.state === "ok", "health to be good again");
  });

  it("removes the webhook of an earlier configuration when it starts, and keeps what that did not deliver", async () => {
    await bot("setWebhook", { url: "http://127.0.0.1:1/" });
    await say("undelivered");
    await harness.provider().start(sink);
    await heard("undelivered");
  });

  it("tells that the token is not valid any more, and goes on when it is again", async () => {
    await harness.provider().start(sink);
    await polling();
    harness.platform.revoke();
    await harness.platform.interrupt();
    await until(() => sink.state === "failed", "a failure");
    expect(sink.detail).to.include("@BotFather").and.to.not.include(harness.platform.token);
    harness.platform.revoke(false);
    await say("valid again");
    await heard("valid again");
    await until(() => sink.state === "ok", "health to be good again");
  });

  it("tells that Telegram cannot be reached, and goes on when it is back", async () => {
    await harness.provider().start(sink);
    await polling();
    await harness.platform.server.down();
    await until(() => sink.reports.some(({ detail }) => detail?.includes("ECONNREFUSED")), "a word to the operator");
    await say("meanwhile");
    await harness.platform.server.up();
    await heard("meanwhile");
    await until(() => sink.state === "ok", "health to be good again");
  });

  it("stops at once, from a long poll as well as from an outage", async () => {
    const provider = harness.provider();
    for (const outage of [false, true]) {
      await provider.start(sink);
      await polling();
      if (outage) {
        await harness.platform.server.down();
        await until(() => sink.state === "degraded", "the outage to be seen");
      }
      const before = performance.now();
      await provider.stop();
      expect(performance.now() - before).to.be.below(900);
    }
  });

  it("confirms what was stored last when it stops, so that the next life is not given it again", async () => {
    const first = harness.provider();
    let stopping: Promise<void> | undefined;
    sink.failing = () => {
      stopping = first.stop();
      return false;
    };
    await first.start(sink);
    await say("the last word");
    await heard("the last word");
    await stopping;
    expect(harness.platform.unacknowledged()).to.equal(0);
  });

  it("hears what comes under lower ids, as after a week without messages", async () => {
    await harness.provider().start(sink);
    await say("before");
    await heard("before");
    await until(() => harness.platform.unacknowledged() === 0, "it to be confirmed");
    await polling();
    harness.platform.updates.jump(12);
    await say("after");
    await heard("after");
    await until(() => harness.platform.unacknowledged() === 0, "it to be confirmed");
    await say("and more");
    await heard("and more");
  });
});
