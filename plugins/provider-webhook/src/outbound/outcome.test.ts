import { AppError } from "@open-cowork/shared";
import { expect } from "chai";
import { failureOf, outcomeOf } from "./outcome.js";
import { retryAfterMs } from "./retry-after.js";

const NOW = Date.parse("2026-05-01T12:00:00Z");
const of = (status: number, more: { text?: string; retryAfter?: string } = {}) => outcomeOf({ status, text: "", retryAfter: undefined, ...more }, "id-1", NOW);

describe("what an answer of the other side means", () => {
  it("is delivery, under the id that it names or else the one of the request", () => {
    for (const status of [200, 201, 202, 204]) expect(of(status)).to.deep.equal({ state: "delivered", message: "id-1" });
    expect(of(200, { text: '{"message":"m7"}' })).to.deep.equal({ state: "delivered", message: "m7" });
    for (const text of ["", "ok", "null", "[]", '{"message":7}', '{"message":""}', `{"message":"${"x".repeat(301)}"}`])
      expect(of(200, { text })).to.deep.equal({ state: "delivered", message: "id-1" });
  });

  for (const status of [408, 425, 429, 500, 502, 503, 504]) it(`is to come again after ${status}`, () => expect(of(status).state).to.equal("deferred"));

  for (const [status, code] of [
    [301, "redirected"],
    [307, "redirected"],
    [400, "bad_content"],
    [401, "unauthorised"],
    [403, "unauthorised"],
    [404, "gone"],
    [410, "gone"],
    [413, "too_long"],
    [422, "bad_content"],
  ] as const)
    it(`is a refusal as ${code} after ${status}`, () => expect(of(status)).to.include({ state: "refused", code }));

  for (const [value, ms] of [
    ["0", 0],
    ["7", 7_000],
    [" 7 ", 7_000],
    ["Fri, 01 May 2026 12:00:30 GMT", 30_000],
    ["Friday, 01-May-26 12:00:30 GMT", 30_000],
    ["Fri May  1 12:00:30 2026", 30_000],
    ["Fri, 01 May 2026 11:00:00 GMT", 0],
    ["999999999", 24 * 3_600_000],
    ["", undefined],
    ["-1", undefined],
    ["1.5", undefined],
    ["soon", undefined],
    ["Someday, maybe", undefined],
  ] as const)
    it(`reads the time ${JSON.stringify(value)}`, () => expect(retryAfterMs(value, NOW)).to.equal(ms));

  it("keeps to the time that was named", () => {
    expect(of(429, { retryAfter: "30" })).to.include({ retryAfterMs: 30_000 });
    expect(of(503, { retryAfter: "Fri, 01 May 2026 12:01:00 GMT" })).to.include({ retryAfterMs: 60_000 });
  });
});

describe("what it means that no answer came", () => {
  for (const code of [
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "UND_ERR_CONNECT_TIMEOUT",
    "CERT_HAS_EXPIRED",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "ERR_TLS_CERT_ALTNAME_INVALID",
  ])
    it(`is to come again after ${code}, since nothing left`, () => {
      expect(failureOf(Object.assign(new Error("x"), { code })).state).to.equal("deferred");
      expect(failureOf(new TypeError("x", { cause: Object.assign(new Error("y"), { code }) })).state).to.equal("deferred");
    });
  for (const code of ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "UND_ERR_ABORTED", "ETIMEDOUT"])
    it(`is unknown after ${code}`, () => expect(failureOf(Object.assign(new Error("x"), { code })).state).to.equal("unknown"));
  it("is unknown after anything else", () => expect(failureOf(new Error("odd")).state).to.equal("unknown"));
  it("is a refusal where the address was refused", () => {
    expect(failureOf(new AppError("provider.failed"))).to.include({ state: "refused", code: "not_allowed" });
    expect(failureOf(new TypeError("x", { cause: new AppError("provider.failed") }))).to.include({ state: "refused", code: "not_allowed" });
  });
});
