import { Secret } from "@open-cowork/shared";
import { expect } from "chai";
import { emailConfig, isLoopback } from "./config.js";

const secret = (value = "0123456789abcdef") => new Secret(value, "x");
const BASE = {
  id: "desk",
  address: "Cowork@Example.com",
  authservId: "mx.example.com",
  imap: { host: "imap.example.com", user: "cowork", password: secret() },
  smtp: { host: "smtp.example.com", user: "cowork", password: secret() },
};
const problems = (change: object) => {
  const parsed = emailConfig.safeParse({ ...BASE, ...change });
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join("."));
};

describe("configuration of a mailbox", () => {
  it("is safe where nothing else is said", () => {
    const config = emailConfig.parse(BASE);
    expect(config.address).to.equal("cowork@example.com");
    expect(config.imap).to.include({ secure: true, port: 993, mailbox: "INBOX" });
    expect(config.smtp).to.include({ secure: true, port: 465 });
  });

  it("needs the name of the server that vouches, and one way in", () => {
    expect(problems({ authservId: undefined })).to.deep.equal(["authservId"]);
    expect(problems({ authservId: "a b" })).to.deep.equal(["authservId"]);
    expect(problems({ imap: undefined })).to.deep.equal(["imap"]);
    expect(problems({ inbound: "webhook", secret: secret() })).to.deep.equal(["imap"]);
    expect(problems({ inbound: "webhook", secret: secret(), imap: undefined })).to.deep.equal([]);
  });

  it("refuses a blank or short secret, half a sign-in, and what is no address", () => {
    expect(problems({ inbound: "webhook", imap: undefined })).to.deep.equal(["secret"]);
    expect(problems({ inbound: "webhook", imap: undefined, secret: secret("short") })).to.deep.equal(["secret"]);
    expect(problems({ smtp: { host: "a", user: "x" } })).to.deep.equal(["smtp"]);
    expect(problems({ smtp: { host: "a" } })).to.deep.equal([]);
    for (const address of ["", "cowork", "Cowork <cowork@example.com>", "a@b.test\r\nBcc: x@y.test"])
      expect(problems({ address }), address).to.deep.equal(["address"]);
    expect(problems({ name: "a\r\nBcc: x" })).to.deep.equal(["name"]);
  });

  it("knows which addresses never leave the machine", () => {
    for (const host of ["localhost", "127.0.0.1", "127.9.9.9", "::1"]) expect(isLoopback(host), host).to.equal(true);
    for (const host of ["127.0.0.1.evil.test", "0.0.0.0", "localhost.evil.test", "10.0.0.1", "128.0.0.1"]) expect(isLoopback(host), host).to.equal(false);
  });
});
