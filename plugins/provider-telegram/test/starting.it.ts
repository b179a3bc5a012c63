import { isAppError } from "@open-cowork/shared";
import { expect } from "chai";
import { openTelegram, type TelegramHarness } from "./harness.js";
import { TestSink, until } from "./sink.js";

async function failure(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error("expected a failure");
}

describe("Telegram, when it starts", () => {
  let harness: TelegramHarness;
  const sink = new TestSink();
  beforeEach(async () => {
    harness = await openTelegram("polling");
  });
  afterEach(() => harness.close());

  it("tells who we are, and Telegram what people may ask for", async () => {
    const { first_name: name, username: handle } = harness.platform.bot;
    expect(await harness.provider().start(sink)).to.deep.equal({ name, handle, pairingLink: `https://t.me/${handle}?start={code}` });
    const commands = harness.platform.commands.map(({ command }) => command);
    expect(commands).to.deep.equal(["help", "new", "status", "stop", "sessions", "agent", "model", "approve", "deny", "answer"]);
    for (const { command, description } of harness.platform.commands) {
      expect(command).to.match(/^[a-z0-9_]{1,32}$/);
      expect(description.length).to.be.within(1, 256);
    }
  });

  it("says what to do about a token that is not valid, and starts once it is", async () => {
    harness.platform.revoke();
    const provider = harness.provider();
    const error = await failure(provider.start(sink));
    expect(isAppError(error) && error.code).to.equal("provider.failed");
    expect(error.message).to.include("@BotFather");
    expect(error.cause).to.equal(undefined);
    harness.platform.revoke(false);
    await provider.start(sink);
    const { ann } = harness.platform.people;
    await harness.platform.say(ann, harness.platform.direct(ann), { text: "hello" });
    await until(() => sink.texts.includes("hello"), "a message");
  });

  it("says that Telegram cannot be reached", async () => {
    await harness.platform.server.down();
    const error = await failure(harness.provider().start(sink));
    expect(error.message).to.match(/^Telegram cannot be used \(ECONNREFUSED/);
    expect(error.message).to.not.include(harness.platform.token);
  });

  it("does not listen when it was stopped while it started, and can be started again", async () => {
    const provider = harness.provider();
    const starting = failure(provider.start(sink));
    await provider.stop();
    const error = await starting;
    expect(isAppError(error) && error.code).to.equal("stopping");
    expect(harness.platform.calls().map(({ method }) => method)).to.not.include("getUpdates");
    await provider.start(sink);
    await until(() => harness.platform.updates.queue.polled, "a long poll");
  });
});
