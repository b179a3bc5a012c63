import { FixedClock } from "@open-cowork/core/testing";
import { Secret } from "@open-cowork/shared";
import { expect } from "chai";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { SigningKeys } from "./signing-keys.js";

const CURRENT = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
const OLD = `whsec_${Buffer.alloc(32, 2).toString("base64")}`;
const secret = (value: string) => new Secret(value, "webhook.sharedSecret");
const MINUTE = 60_000;

describe("signing keys", () => {
  // The other side is the reference library, which has a clock of its own: these tests run at the time of this machine.
  const clock = new FixedClock(Date.now());
  const keys = new SigningKeys(secret(CURRENT), [{ secret: secret(OLD), until: new Date(clock.now() + 10 * MINUTE).toISOString() }], clock);
  const body = Buffer.from('{"text":"Grüße"}');
  const signed = (by: string, at = clock.now(), content: Buffer = body, id = "msg_1") => ({
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at / 1_000)),
    "webhook-signature": new Webhook(by).sign(id, new Date(at), content),
  });

  it("take what is signed by the secret of now, or by one that is still valid", () => {
    expect(keys.verify(signed(CURRENT), body)).to.equal("genuine");
    expect(keys.verify(signed(OLD), body)).to.equal("genuine");
    const both = signed(CURRENT);
    both["webhook-signature"] = `v1,AAAA v2,x v1a,y ${both["webhook-signature"]}`;
    expect(keys.verify(both, body)).to.equal("genuine");
  });

  it("sign by each valid secret, so that the other side may know only one of them", () => {
    const headers = keys.sign("msg_2", "{}");
    for (const known of [CURRENT, OLD]) expect(new Webhook(known).verify("{}", headers)).to.deep.equal({});
  });

  it("let go of an old secret when its time is over", () => {
    const later = new FixedClock(clock.now());
    const rotating = new SigningKeys(secret(CURRENT), [{ secret: secret(OLD), until: new Date(clock.now()).toISOString() }], later);
    expect(rotating.verify(signed(OLD), body)).to.equal("forged");
    expect(rotating.sign("a", "{}")["webhook-signature"]!.split(" ")).to.have.length(1);
  });

  it("know what is old, and what is of a time to come", () => {
    for (const minutes of [-6, 6]) expect(keys.verify(signed(CURRENT, clock.now() + minutes * MINUTE), body)).to.equal("stale");
    for (const minutes of [-4, 4]) expect(keys.verify(signed(CURRENT, clock.now() + minutes * MINUTE), body)).to.equal("genuine");
  });

  const other = { ...signed(CURRENT), "webhook-signature": new Webhook(OLD.replace("A", "B")).sign("msg_1", new Date(), body) };
  for (const [what, headers, content] of [
    ["nothing", {}, body],
    ["no id", { ...signed(CURRENT), "webhook-id": "" }, body],
    ["no time", { ...signed(CURRENT), "webhook-timestamp": undefined }, body],
    ["a time that is none", { ...signed(CURRENT), "webhook-timestamp": "12abc" }, body],
    ["a time without end", { ...signed(CURRENT), "webhook-timestamp": "9".repeat(400) }, body],
    ["an empty signature", { ...signed(CURRENT), "webhook-signature": "" }, body],
    ["a version alone", { ...signed(CURRENT), "webhook-signature": "v1" }, body],
    ["a version with nothing", { ...signed(CURRENT), "webhook-signature": "v1," }, body],
    ["another version", { ...signed(CURRENT), "webhook-signature": signed(CURRENT)["webhook-signature"].replace("v1,", "v2,") }, body],
    ["another secret", other, body],
    ["another id", { ...signed(CURRENT), "webhook-id": "msg_9" }, body],
    ["another body", signed(CURRENT), Buffer.from('{"text":"Grüsse"}')],
    ["one more byte", signed(CURRENT), Buffer.concat([body, Buffer.from(" ")])],
    ["an id that takes part of the body", { ...signed(CURRENT), "webhook-id": "msg" }, Buffer.from(`_1.${body}`)],
  ] as const)
    it(`take ${what} for forged`, () => expect(keys.verify(headers, content)).to.equal("forged"));

  it("judge a large request in no time to speak of", () => {
    const large = Buffer.alloc(12 * 1024 * 1024);
    const began = performance.now();
    for (let i = 0; i < 10; i++) expect(keys.verify({ ...signed(CURRENT), "webhook-id": `msg_${i}` }, large)).to.equal("forged");
    // Two secrets, each over 12 MiB, ten times: the reference library takes some ten times as long.
    expect(performance.now() - began).to.be.lessThan(2_000);
  });

  it("verify what they sign, and nothing that differs in a byte", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.stringMatching(/^[\w:-]{1,50}$/), fc.nat(), (text, id, at) => {
        const bytes = Buffer.from(text);
        const headers = keys.sign(id, text);
        expect(keys.verify(headers, bytes)).to.equal("genuine");
        if (bytes.length === 0) return;
        const changed = Buffer.from(bytes);
        changed[at % bytes.length]! ^= 1;
        expect(keys.verify(headers, changed)).to.equal("forged");
      }),
    );
  });

  for (const weak of [
    "",
    " ",
    "whsec_",
    "short",
    `whsec_${Buffer.alloc(23, 1).toString("base64")}`,
    "not base64 at all, but long enough to be a secret",
    "whsec_äöü",
  ])
    it(`refuse to be made of ${JSON.stringify(weak.slice(0, 20))}`, () => {
      const make = () => new SigningKeys(secret(weak), [], clock);
      expect(make).to.throw("webhook.sharedSecret is no signing secret");
      expect(() => new SigningKeys(secret(CURRENT), [{ secret: secret(weak), until: "2100-01-01T00:00:00Z" }], clock)).to.throw("is no signing secret");
      if (weak.trim().length > 6) expect(make).to.not.throw(weak);
    });
});
