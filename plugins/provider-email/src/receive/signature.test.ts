import { FixedClock } from "@open-cowork/core/testing";
import { Secret } from "@open-cowork/shared";
import { expect } from "chai";
import { checkSignature } from "./signature.js";

const AT = 1_614_265_330;
const check = (secret: string, headers: Record<string, string>, body: string, nowSeconds = AT) =>
  checkSignature({ method: "POST", headers, query: {}, body: Buffer.from(body), remote: "" }, new Secret(secret, "x"), new FixedClock(nowSeconds * 1_000));

describe("signatures of requests", () => {
  // Made by the reference implementation of Standard Webhooks for JavaScript.
  const headers = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": String(AT),
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  };
  const key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const body = '{"test": 2432232314}';

  it("are those of Standard Webhooks, with a key in base64 or as it is", () => {
    expect(check(key, headers, body)).to.deep.equal({ state: "genuine", id: "msg_p5jXN8AQM9LWM0D4loKWxJek" });
    const raw = { "webhook-id": "m1", "webhook-timestamp": String(AT), "webhook-signature": "v1,MY5V8JZD1q6rq8rDKlnQhwoAmKp0ErvZKREun7qoatk=" };
    expect(check("sixteen letters!", raw, "Subject: Ä\r\n\r\n").state).to.equal("genuine");
  });

  it("count for five minutes, either way", () => {
    for (const [offset, state] of [
      [300, "genuine"],
      [-300, "genuine"],
      [301, "stale"],
      [-301, "stale"],
    ] as const)
      expect(check(key, headers, body, AT + offset).state, String(offset)).to.equal(state);
  });

  it("are forged when anything differs, however long ago they were made", () => {
    expect(check(key, headers, `${body} `).state).to.equal("forged");
    expect(check(key.replace("MfKQ", "MfKR"), headers, body).state).to.equal("forged");
    expect(check(key, { ...headers, "webhook-id": "msg" }, body, AT + 9_999).state).to.equal("forged");
    expect(check(key, {}, body).state).to.equal("forged");
  });
});
