import { FixedClock } from "@open-cowork/core/testing";
import { expect } from "chai";
import { openTelegram, type TelegramHarness, WEBHOOK_SECRET } from "./harness.js";
import { TestSink, until } from "./sink.js";

const HEADER = "x-telegram-bot-api-secret-token";

describe("Telegram by webhook", () => {
  let harness: TelegramHarness;
  let sink: TestSink;
  let clock: FixedClock;
  beforeEach(async () => {
    clock = new FixedClock(Date.now());
    harness = await openTelegram("webhook", { clock });
    sink = new TestSink();
  });
  afterEach(() => harness.close());

  const request = (body: string, more: { method?: string; secret?: string } = {}) => ({
    method: more.method ?? "POST",
    headers: { [HEADER]: more.secret ?? WEBHOOK_SECRET },
    query: {},
    body: Buffer.from(body),
    remote: "192.0.2.1",
  });
  const update = (id: number) =>
    JSON.stringify({
      update_id: id,
      message: { message_id: 1, date: 1, chat: { id: 1, type: "private" }, from: { id: 1, is_bot: false, first_name: "A" }, text: "x" },
    });
  /** A minute passes, and what is asked then is answered. */
  async function minute(): Promise<void> {
    const asked = () => harness.platform.calls().filter(({ method }) => method === "getWebhookInfo").length;
    const before = asked();
    await clock.advance(60_000);
    await until(() => asked() > before, "a look at the webhook");
  }

  it("tells Telegram its address, its secret and what it wants", async () => {
    await harness.provider().start(sink);
    const hook = harness.platform.updates.webhook?.hook;
    expect(hook?.url).to.match(/\/webhooks\/telegram\/support$/);
    expect(hook?.secret).to.equal(WEBHOOK_SECRET);
    expect(harness.platform.updates.allowed).to.deep.equal(["message", "callback_query"]);
  });

  it("reads nothing without the very secret", async () => {
    const provider = harness.provider();
    await provider.start(sink);
    for (const secret of ["", WEBHOOK_SECRET.slice(0, -1), `${WEBHOOK_SECRET}x`, WEBHOOK_SECRET.toLowerCase(), ` ${WEBHOOK_SECRET}`])
      expect((await provider.webhook?.(request(update(1), { secret })))?.status).to.equal(401);
    expect([sink.offered.length, sink.refusals.length]).to.deep.equal([0, 5]);
    expect((await provider.webhook?.(request(update(1))))?.status).to.equal(200);
    expect(sink.texts).to.deep.equal(["x"]);
  });

  it("answers for what is genuine and no update, and asks for a store that fails to be tried again", async () => {
    const provider = harness.provider();
    await provider.start(sink);
    const status = async (body: string, method?: string) => (await provider.webhook?.(request(body, { ...(method ? { method } : {}) })))?.status;
    expect(await status(update(1), "GET")).to.equal(405);
    expect(await status("{")).to.equal(400);
    expect((await provider.webhook?.({ ...request(""), body: new Uint8Array([0x22, 0xff, 0x22]) }))?.status).to.equal(400);
    // What is of no interest to us is taken, or it would come again for a day.
    for (const body of ["[]", "null", "{}", '{"update_id":5,"message":{"text":"x"}}']) expect(await status(body)).to.equal(200);
    sink.failing = () => true;
    expect(await status(update(2))).to.equal(503);
    expect([sink.state, sink.texts]).to.deep.equal(["degraded", []]);
    sink.failing = () => false;
    expect(await status(update(2))).to.equal(200);
    expect([sink.state, sink.texts]).to.deep.equal(["ok", ["x"]]);
  });

  it("keeps the webhook when it stops, so that Telegram keeps what comes", async () => {
    const provider = harness.provider();
    await provider.start(sink);
    await provider.stop();
    expect(harness.platform.updates.webhook).to.not.equal(undefined);
    expect((await provider.webhook?.(request(update(1))))?.status).to.equal(503);
    expect(sink.offered).to.have.length(0);
  });

  it("tells that Telegram does not reach us, and that it does again", async () => {
    await harness.provider().start(sink);
    const sender = harness.platform.updates.webhook;
    Object.assign(sender ?? {}, { lastError: { date: Math.floor(clock.now() / 1_000) + 60, message: "Connection refused" } });
    harness.platform.updates.queue.add({ update_id: 1 });
    await minute();
    await until(() => sink.state === "degraded", "a word to the operator");
    expect(sink.detail).to.equal("Telegram cannot bring 1 messages: Connection refused");
    for (const waiting of harness.platform.updates.queue.peek()) harness.platform.updates.queue.confirm(waiting);
    await minute();
    await until(() => sink.state === "ok", "health to be good again");
  });

  it("sets the webhook again when it was removed, and tells when it was set to another address", async () => {
    await harness.provider().start(sink);
    harness.platform.updates.webhook = undefined;
    harness.platform.updates.webhookSettableAt = 0;
    await minute();
    await until(() => harness.platform.updates.webhook !== undefined, "the webhook to be set again");
    // The next look is planned once this one is done.
    await until(() => clock.pending > 0, "the next look");
    Object.assign(harness.platform.updates.webhook ?? {}, { hook: { url: "https://other.example/", secret: "", maxConnections: 40 } });
    await minute();
    await until(() => sink.state === "degraded", "a word to the operator");
    expect(sink.detail).to.include("to another address");
  });
});
