import type { OutboundFile, OutboundMessage } from "@open-cowork/core/transport";
import type { Conversation } from "@open-cowork/shared";
import { expect } from "chai";
import { openTelegram, type TelegramHarness } from "./harness.js";
import { TestSink } from "./sink.js";

const message = (text: string, more: Partial<OutboundMessage> = {}): OutboundMessage => ({ text, buttons: [], key: text.slice(0, 20), ...more });
const PNG = Buffer.from("89504e470d0a1a0a", "hex");

function file(bytes: Uint8Array, mime: string, name = "a.bin"): OutboundFile & { opened: number } {
  const made = { name, mime, bytes: bytes.length, opened: 0, open: async () => once() };
  async function* once() {
    made.opened += 1;
    yield bytes;
  }
  return made;
}

describe("Telegram, what is said there", () => {
  let harness: TelegramHarness;
  let home: Conversation;
  beforeEach(async () => {
    harness = await openTelegram("polling");
    home = harness.platform.direct(harness.platform.people.ann);
  });
  afterEach(() => harness.close());

  async function delivered(to: Conversation, said: OutboundMessage) {
    const outcome = await harness.provider().send(to, said);
    if (outcome.state !== "delivered") throw new Error(`expected a delivery, got ${JSON.stringify(outcome)}`);
    const seen = harness.platform.message(to, outcome.message);
    if (!seen) throw new Error("the message is not there");
    return seen;
  }
  const sends = (): string[] =>
    harness.platform
      .calls()
      .map(({ method }) => method)
      .filter((method) => /^(?:send|edit)/.test(method));

  it("fetches no preview, and stands in its topic", async () => {
    const topic = harness.platform.topic(7);
    const seen = await delivered(topic, message("see https://evil.example/?secret"));
    expect([seen.preview, seen.topic]).to.deep.equal([false, "7"]);
    await harness.provider().typing(topic);
    await harness.provider().typing(harness.platform.shared());
    expect(harness.platform.typed).to.deep.equal([`${topic.chat}/7`, topic.chat]);
  });

  it("answers the message that it is told to", async () => {
    expect((await delivered(home, message("yes", { replyTo: "41" }))).replyTo).to.equal(41);
  });

  it("sends pictures as such, and those that Telegram cannot show as files", async () => {
    expect((await delivered(home, message("a plan", { file: file(PNG, "image/png", "plan.png") }))).media).to.equal("photo");
    const broken = file(Buffer.from("<svg/>"), "image/png", "plan.png");
    const seen = await delivered(home, message("a *plan*", { file: broken }));
    expect([seen.media, seen.text, broken.opened]).to.deep.equal(["document", "a plan", 2]);
    expect((await delivered(home, message("", { file: file(PNG, "image/svg+xml", "plan.svg") }))).media).to.equal("document");
  });

  it("says a caption that is too long before its file, once, however often the file is tried", async () => {
    const provider = harness.provider();
    const said = message("word ".repeat(400).trim(), {
      key: "k1",
      file: file(PNG, "application/zip"),
      buttons: [{ label: "Ok", value: "ok", style: "plain" }],
    });
    harness.platform.fault({ kind: "broken" });
    expect((await provider.send(home, said)).state).to.equal("deferred");
    expect((await provider.send(home, said)).state).to.equal("delivered");
    const [text, attached, ...more] = harness.platform.messages(home);
    expect([text?.buttons.length, attached?.files.length, attached?.text, more]).to.deep.equal([1, 1, "", []]);

    harness.platform.fault({ kind: "broken" });
    const other = { ...said, key: "k2", file: undefined };
    // The text gets through and the file does not.
    const upload = { ...said, key: "k2", file: { ...file(PNG, "application/zip"), open: () => Promise.reject(new Error("away")) } };
    expect((await provider.send(home, other)).state).to.equal("deferred");
    expect((await provider.send(home, upload)).state).to.equal("deferred");
    expect(harness.platform.messages(home)).to.have.length(3);
    const outcome = await provider.send(home, { ...upload, file: said.file });
    const seen = harness.platform.messages(home);
    expect([outcome, seen.length]).to.deep.equal([{ state: "delivered", message: seen[2]?.id }, 4]);
    expect((await provider.edit(home, seen[2]?.id ?? "", { ...said, text: "short now" })).state).to.equal("delivered");
    expect(harness.platform.messages(home)[2]?.text).to.equal("short now");
  });

  it("edits the caption of a file, and refuses one that no caption can hold", async () => {
    const provider = harness.provider();
    const attached = file(PNG, "application/zip");
    const seen = await delivered(home, message("first", { file: attached }));
    expect((await provider.edit(home, String(seen.id), message("**second**", { file: attached }))).state).to.equal("delivered");
    expect((await provider.edit(home, String(seen.id), message("third, by somebody who does not know of the file"))).state).to.equal("delivered");
    expect(seen.text).to.equal("third, by somebody who does not know of the file");
    expect((await provider.edit(home, String(seen.id), message("x".repeat(2_000), { file: attached }))).state).to.equal("refused");
  });

  it("follows a group that became a supergroup", async () => {
    const old: Conversation = { chat: "-42", kind: "shared" };
    const now: Conversation = { chat: "-100420", kind: "shared" };
    harness.platform.room(old, { migratedTo: -100_420 });
    harness.platform.room(now, { type: "supergroup" });
    const provider = harness.provider();
    expect((await provider.send(old, message("one"))).state).to.equal("delivered");
    expect((await provider.send(old, message("two"))).state).to.equal("delivered");
    expect(harness.platform.messages(now).map(({ text }) => text)).to.deep.equal(["one", "two"]);
    expect(sends()).to.have.length(3);
  });

  it("asks once where the answer is final, and twice where only the markup was wrong", async () => {
    const provider = harness.provider();
    harness.platform.fault({ kind: "malformed" });
    expect((await provider.send(home, message("**a** < b"))).state).to.equal("delivered");
    expect(harness.platform.messages(home)[0]?.text).to.equal("**a** < b");
    expect(sends()).to.have.length(2);
    harness.platform.fault({ kind: "gone" });
    expect(await provider.send(home, message("x"))).to.deep.include({ state: "refused", code: "blocked" });
    expect(sends()).to.have.length(3);
    expect(await provider.send(home, message("y", { buttons: [{ label: "z", value: "v".repeat(65), style: "plain" }] }))).to.deep.include({
      state: "refused",
      code: "bad_content",
    });
  });

  it("defers what was never written and does not know of what was", async () => {
    const provider = harness.provider();
    harness.platform.fault({ kind: "silent" });
    expect((await provider.send(home, message("a"))).state).to.equal("unknown");
    const [{ id } = { id: "" }] = harness.platform.messages(home);
    harness.platform.fault({ kind: "silent" });
    expect((await provider.edit(home, id, message("b"))).state).to.equal("deferred");
    await harness.platform.server.down();
    // The connection that was kept open is found closed by this.
    await provider.typing(home);
    expect((await provider.send(home, message("c"))).state).to.equal("deferred");
    await harness.platform.server.up();
  });

  it("is failed once Telegram does not know the token, and well again when it does", async () => {
    const sink = new TestSink();
    const provider = harness.provider();
    await provider.start(sink);
    harness.platform.fault({ kind: "unauthorised" });
    expect(await provider.send(home, message("x"))).to.deep.include({ state: "refused", code: "unauthorised" });
    expect(sink.state).to.equal("failed");
    await harness.platform.say(harness.platform.people.ann, home, { text: "hello" });
    while (sink.state !== "ok") await new Promise((resolve) => setImmediate(resolve));
  });
});
