import { Secret } from "@open-cowork/shared";
import { expect } from "chai";
import { refusesForm, smtpOutcome } from "./smtp-outcome.js";

const answer = (response: string, more: object = {}) =>
  Object.assign(new Error(response), { response, responseCode: Number(response.slice(0, 3)), command: "DATA", ...more });
const outcome = (error: Error, stage: "offered" | "given" = "given") => {
  const { state, ...rest } = smtpOutcome(error, stage, [new Secret("hunter22", "smtp")]) as {
    state: string;
    code?: string;
    retryAfterMs?: number;
    reason: string;
  };
  return { state, is: rest.code ?? rest.retryAfterMs, reason: rest.reason };
};

describe("what became of a mail", () => {
  it("is read from the server's answer", () => {
    const cases: [string, string, string | number][] = [
      ["450 4.2.0 Greylisted, please try again in 300 seconds", "deferred", 300_000],
      ["451 4.7.1 Try again later", "deferred", 60_000],
      ["450 4.7.1 wait 2 minutes", "deferred", 120_000],
      ["450 4.7.1 retry in 99999 hours", "deferred", 3_600_000],
      ["421 4.3.2 shutting down", "deferred", 60_000],
      ["550 5.1.1 User unknown", "refused", "gone"],
      ["552 5.3.4 Message size exceeds limit", "refused", "too_long"],
      ["554 5.7.1 Spam", "refused", "not_allowed"],
      ["554 5.6.0 Content", "refused", "bad_content"],
      ["550 no", "refused", "not_allowed"],
      ["530 5.7.0 Must issue AUTH first", "refused", "unauthorised"],
    ];
    for (const [response, state, is] of cases) expect(outcome(answer(response)), response).to.include({ state, is });
    expect(outcome(answer("550 nobody here", { command: "RCPT TO" }))).to.include({ is: "gone" });
    expect(outcome(answer("535 5.7.8 no", { code: "EAUTH" }), "offered")).to.include({ state: "refused", is: "unauthorised" });
    expect(outcome(answer("554 No SMTP service here", { command: "CONN" }), "offered")).to.include({ state: "deferred" });
    expect(outcome(answer("454 4.7.0 Temporary authentication failure", { code: "EAUTH" }), "offered")).to.include({ state: "deferred" });
  });

  it("is unknown only where everything was given and no answer came", () => {
    const silence = Object.assign(new Error("Timeout"), { code: "ETIMEDOUT" });
    expect(outcome(silence, "given").state).to.equal("unknown");
    expect(outcome(silence, "offered").state).to.equal("deferred");
    expect(outcome(Object.assign(new Error("Message size larger than allowed 10"), { code: "EMESSAGE" }), "offered")).to.include({ is: "too_long" });
  });

  it("is told without our password, in one line, whatever the server repeats", () => {
    const { reason } = outcome(answer(`550 bad\r\n550 ${Buffer.from("hunter22").toString("base64")} hunter22`));
    expect(reason).to.not.match(/hunter22|aHVudGVyMjI|\n/);
    expect(outcome(answer(`550 ${"x".repeat(5_000)}`)).reason.length).to.be.at.most(500);
  });

  it("knows a refusal of the form from a refusal of the words", () => {
    expect(refusesForm(answer("554 5.6.0 Content"))).to.equal(true);
    expect(refusesForm(answer("554 5.7.1 Spam 5.6.0"))).to.equal(false);
    expect(refusesForm(answer("450 4.6.0 x"))).to.equal(false);
  });
});
