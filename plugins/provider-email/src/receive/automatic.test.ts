import { expect } from "chai";
import { automaticReason } from "./automatic.js";
import { MailHeaders } from "./mail-headers.js";

const reason = (fields: string[], from = "ann@people.test") =>
  automaticReason(new MailHeaders(fields.map((line) => ({ key: line.split(":")[0]!.toLowerCase(), line }))), from, "cowork@cowork.test");

describe("mail of machines", () => {
  it("is told from mail of people", () => {
    const cases: [string, string[]][] = [
      ["auto_submitted", ["Auto-Submitted: auto-replied"]],
      ["auto_submitted", ["Auto-Submitted: auto-generated (by cron)"]],
      ["bulk", ["Precedence: bulk"]],
      ["bulk", ["Precedence:  Junk "]],
      ["bulk", ["Precedence: list"]],
      ["list", ["List-Id: Friends <friends.example.net>"]],
      ["auto_response", ["X-Auto-Response-Suppress: All"]],
      ["bounce", ["Return-Path: <>"]],
      ["bounce", ["Content-Type: multipart/report; report-type=delivery-status"]],
    ];
    for (const [expected, fields] of cases) expect(reason(fields), fields.join()).to.equal(expected);
    expect(reason([], "MAILER-DAEMON@x.test".toLowerCase())).to.equal("bounce");
    expect(reason([], "cowork@cowork.test")).to.equal("own");
  });

  it("is not seen in mail of people", () => {
    expect(reason(["Auto-Submitted: no", "Precedence: first-class", "Return-Path: <ann@people.test>", "Content-Type: text/plain"])).to.equal(undefined);
    expect(reason([])).to.equal(undefined);
  });
});
