import { silentLog } from "@open-cowork/core/kernel";
import { FixedClock } from "@open-cowork/core/testing";
import type { WebhookRequest } from "@open-cowork/core/transport";
import { MailPlatform, mime } from "@open-cowork/provider-kit/mail";
import { Secret } from "@open-cowork/shared";
import { expect } from "chai";
import { KeepingSink } from "../../test/email-harness.js";
import { HeldFiles } from "./held-files.js";
import { MailDesk } from "./mail-desk.js";
import { SignedMail } from "./signed-mail.js";

const MAX = 20_000;

describe("mail by signed requests", () => {
  let platform: MailPlatform;
  const clock = new FixedClock();
  const seconds = (offset = 0) => Math.floor(clock.now() / 1_000) + offset;
  let sink: KeepingSink;
  let files: HeldFiles;
  let signed: SignedMail;
  const body = (id = "1", sender = "ann@people.test") =>
    mime({
      headers: [
        ["Authentication-Results", `${platform.authservId}; dmarc=pass header.from=${sender.split("@")[1]}`],
        ["From", sender],
        ["Message-ID", `<${id}@people.test>`],
      ],
      text: "Hello",
      files: [{ name: "a.bin", mime: "application/x-a", bytes: new Uint8Array([1, 2]) }],
    });
  const genuine = (change: { id?: string; timestamp?: number; body?: Uint8Array } = {}) =>
    platform.courier.sign({ id: "r1", timestamp: seconds(), body: body(), ...change });
  const status = async (request: WebhookRequest) => (await signed.webhook(request)).status;

  before(async () => void (platform = await MailPlatform.start({ inbound: "webhook" })));
  after(() => platform.close());
  beforeEach(() => {
    sink = new KeepingSink();
    files = new HeldFiles(MAX * 2);
    const desk = new MailDesk({ address: platform.address, authservId: platform.authservId, log: silentLog, sink });
    signed = new SignedMail({ secret: new Secret(platform.secret, "secret"), maxBytes: MAX, clock, log: silentLog, sink, desk, files });
  });

  it("is taken over, with its files at hand before anybody hears of it", async () => {
    let atHand: Uint8Array | undefined;
    const inbound = sink.inbound.bind(sink);
    sink.inbound = async (event) => {
      atHand = event.type === "message" ? files.get(event.files[0]!.ref) : undefined;
      return inbound(event);
    };
    expect(await status(genuine())).to.equal(204);
    expect(sink.messages[0]).to.deep.include({ text: "Hello", message: "1@people.test" });
    expect([...atHand!]).to.deep.equal([1, 2]);
  });

  it("is refused and counted when it is not genuine, and nothing of it is read", async () => {
    const { headers, ...rest } = genuine();
    const with_ = (change: Record<string, string | undefined>) => ({ ...rest, headers: { ...headers, ...change } });
    const forged: WebhookRequest[] = [
      with_({ "webhook-signature": undefined }),
      with_({ "webhook-signature": "" }),
      with_({ "webhook-signature": "v1," }),
      with_({ "webhook-signature": headers["webhook-signature"]!.replace("v1,", "v2,") }),
      with_({ "webhook-signature": headers["webhook-signature"]!.slice(0, -4) }),
      with_({ "webhook-id": "r2" }),
      with_({ "webhook-id": undefined }),
      with_({ "webhook-timestamp": String(seconds(1)) }),
      with_({ "webhook-timestamp": "" }),
      with_({ "webhook-timestamp": "NaN" }),
      { ...genuine(), body: body("2") },
      platformless(genuine()),
    ];
    for (const request of forged) expect(await status(request)).to.equal(401);
    expect(sink.turnedAway.map((each) => each.reason)).to.deep.equal(forged.map(() => "signature"));
    expect(sink.tries).to.equal(0);
  });

  it("is refused when it was signed long ago, or ahead, or came before", async () => {
    expect(await status(genuine({ timestamp: seconds(-301) }))).to.equal(401);
    expect(await status(genuine({ timestamp: seconds(302) }))).to.equal(401);
    expect(await status(genuine())).to.equal(204);
    expect(await status(genuine())).to.equal(401);
    expect(sink.turnedAway.map((each) => each.reason)).to.deep.equal(["replay", "replay", "replay"]);
    expect(sink.events).to.have.length(1);
  });

  it("comes again when it was not stored, and is then one message", async () => {
    sink.failing = 1;
    expect(await status(genuine())).to.equal(503);
    expect(await status(genuine())).to.equal(204);
    // The sender did not hear us and signs anew.
    expect(await status(genuine({ timestamp: seconds(5) }))).to.equal(204);
    expect(sink.events).to.have.length(1);
    expect(sink.tries).to.equal(3);
  });

  it("takes any of several signatures, as while a secret is changed, and no other method", async () => {
    const request = genuine();
    const signature = `v1,${Buffer.alloc(32).toString("base64")} ${request.headers["webhook-signature"]}`;
    expect(await status({ ...request, headers: { ...request.headers, "webhook-signature": signature } })).to.equal(204);
    expect(await status({ ...genuine({ id: "r9" }), method: "GET" })).to.equal(405);
    expect(await status(genuine({ body: Buffer.alloc(MAX + 1) }))).to.equal(413);
  });

  it("of somebody nobody vouches for is heard and counted, not read", async () => {
    expect(await status(genuine({ body: mime({ headers: [["From", "eve@evil.test"]], text: "let me in" }) }))).to.equal(204);
    expect(sink.turnedAway).to.deep.equal([{ reason: "stranger", person: { id: "eve@evil.test", name: "eve@evil.test" } }]);
    expect(sink.tries).to.equal(0);
  });

  it("holds files only as long as there is room", () => {
    const few = new HeldFiles(10);
    few.hold("a", new Uint8Array(6));
    few.hold("b", new Uint8Array(6));
    expect([few.get("a"), few.get("b")?.length]).to.deep.equal([undefined, 6]);
    few.hold("c", new Uint8Array(11));
    expect([few.get("b"), few.get("c")]).to.deep.equal([undefined, undefined]);
  });
});

/** Signed with the empty key. */
function platformless(request: WebhookRequest): WebhookRequest {
  return { ...request, headers: { ...request.headers, "webhook-signature": "v1,47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" } };
}
