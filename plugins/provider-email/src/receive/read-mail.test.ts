import { mime } from "@open-cowork/provider-kit/mail";
import { inboundEventSchema } from "@open-cowork/shared";
import { expect } from "chai";
import fc from "fast-check";
import { ourMessageId } from "../message-id.js";
import { type MailReading, readMail } from "./read-mail.js";

const OURS = { address: "cowork@cowork.test", authservId: "mx.cowork.test" };
const NOW = Date.parse("2026-01-05T12:00:00Z");
type Fields = Record<string, string | undefined>;

const BASE: Fields = {
  "Authentication-Results": "mx.cowork.test; dmarc=pass header.from=people.test",
  From: "Ann Lee <Ann@People.test>",
  "Message-ID": "<1@people.test>",
  Subject: "Lunch",
  Date: "Mon, 05 Jan 2026 11:59:00 +0000",
};
const raw = (fields: Fields = {}, body: Parameters<typeof mime>[0] | object = { text: "Hello" }) =>
  mime({ ...body, headers: Object.entries({ ...BASE, ...fields }).filter((field): field is [string, string] => field[1] !== undefined) });
const read = (bytes: Uint8Array, size = bytes.length) => readMail({ bytes, size, receivedAt: NOW, fileRef: (index) => `f${index}` }, OURS);
const message = (reading: MailReading) => {
  if (reading.kind !== "message" || reading.event.type !== "message") throw new Error(JSON.stringify(reading));
  return reading.event;
};

describe("reading a mail", () => {
  it("makes a message of it", async () => {
    const event = message(await read(raw()));
    expect(event).to.deep.include({
      conversation: { chat: "ann@people.test", topic: "1@people.test", kind: "direct", title: "Lunch" },
      person: { id: "ann@people.test", name: "Ann Lee" },
      text: "Hello",
      message: "1@people.test",
      at: Date.parse("2026-01-05T11:59:00Z"),
      addressed: true,
    });
  });

  it("finds the thread by the root, by an id of ours, or by what is answered", async () => {
    const topic = async (fields: Fields) => message(await read(raw({ "Message-ID": "<9@people.test>", ...fields }))).conversation.topic;
    const ours = ourMessageId(OURS.address, { chat: "ann@people.test", topic: "1@people.test" }, "k");
    expect(await topic({ References: "<1@people.test> <5@people.test>", "In-Reply-To": "<5@people.test>" })).to.equal("1@people.test");
    expect(await topic({ "In-Reply-To": `<${ours}>` })).to.equal("1@people.test");
    expect(await topic({ References: `<other@people.test> <${ours}>` })).to.equal("1@people.test");
    expect(await topic({ "In-Reply-To": "<5@people.test>" })).to.equal("5@people.test");
    expect(await topic({})).to.equal("9@people.test");
    expect(await topic({ "Message-ID": undefined })).to.match(/^mail:[0-9a-f]{64}$/);
  });

  it("tells repetitions by sender and id, and without an id by content", async () => {
    const key = async (fields: Fields, text = "Hello") => message(await read(raw(fields, { text }))).key;
    expect(await key({ Received: "by a" })).to.equal(await key({ Received: "by b" }, "changed on the way"));
    expect(await key({})).to.not.equal(await key({ From: "bob@people.test" }));
    const anonymous = { "Message-ID": undefined };
    expect(await key({ ...anonymous, Received: "by a" })).to.equal(await key({ ...anonymous, Received: "by b" }));
    expect(await key(anonymous)).to.not.equal(await key(anonymous, "Other"));
  });

  it("trusts nobody who is not vouched for", async () => {
    const kind = async (fields: Fields) => (await read(raw(fields))).kind;
    expect(await kind({ "Authentication-Results": undefined })).to.equal("stranger");
    expect(await kind({ "Authentication-Results": "mx.evil.test; dmarc=pass header.from=people.test" })).to.equal("stranger");
    expect(await kind({ From: "ann@people.test, eve@evil.test" })).to.equal("stranger");
    expect(await kind({ From: undefined })).to.equal("stranger");
    const twice = Buffer.concat([Buffer.from("From: eve@evil.test\r\n"), raw()]);
    expect((await read(twice)).kind).to.equal("stranger");
    const below = Buffer.concat([Buffer.from("Authentication-Results: mx.cowork.test; dmarc=fail header.from=people.test\r\n"), raw()]);
    expect(await read(below)).to.deep.equal({ kind: "stranger", person: { id: "ann@people.test", name: "Ann Lee" } });
  });

  it("ignores machines before anything else, vouched for or not", async () => {
    expect(await read(raw({ "Auto-Submitted": "auto-replied", "Authentication-Results": undefined }))).to.deep.equal({
      kind: "ignored",
      reason: "auto_submitted",
    });
    expect(await read(raw({ From: "cowork@cowork.test" }))).to.deep.equal({ kind: "ignored", reason: "own" });
  });

  it("takes words from HTML where there is no other text", async () => {
    const html = "<p>Hello <b>you</b></p><ul><li>one</li></ul><script>no()</script><style>p{}</style>";
    expect(message(await read(raw({}, { html }))).text).to.match(/^Hello you\n\n \* one$/);
    const files = [{ name: "a", mime: "text/x-a", bytes: new Uint8Array([1]) }];
    expect(message(await read(raw({}, { html: "<p>With a file</p>", files }))).text).to.equal("With a file");
    expect(message(await read(raw({}, { text: " \n", html: "<p>Words</p>" }))).text).to.equal("Words");
    expect(await read(raw({}, { html: "<b>".repeat(2_000) }))).to.deep.include({ kind: "message" });
    const quoted = "<p>Yes.</p><blockquote><p>Shall I?</p></blockquote>";
    expect(message(await read(raw({ "In-Reply-To": "<5@people.test>" }, { html: quoted }))).text).to.equal("Yes.");
  });

  it("takes the subject of a first mail that has no body, and no mail that says nothing", async () => {
    expect(message(await read(raw({ Subject: "Call me" }, { text: " \n" }))).text).to.equal("Call me");
    expect(await read(raw({ "In-Reply-To": "<5@people.test>" }, { text: "" }))).to.deep.equal({ kind: "ignored", reason: "empty" });
  });

  it("has files by safe names, and not the signatures of mail programs", async () => {
    const file = (name: string, mimeType = "text/x-a") => ({ name, mime: mimeType, bytes: new Uint8Array([1]) });
    const files = [file("a.txt"), file("../../etc/passwd"), file("..\\evil.exe"), file("smime.p7s", "application/pkcs7-signature"), file("..")];
    const event = message(await read(raw({}, { text: "", files })));
    expect(event.files.map(({ name, ref, bytes }) => [name, ref, bytes])).to.deep.equal([
      ["a.txt", "f0", 1],
      [".._.._etc_passwd", "f1", 1],
      [".._evil.exe", "f2", 1],
      ["file", "f3", 1],
    ]);
    const many = message(await read(raw({}, { text: "x", files: Array.from({ length: 30 }, (_, index) => file(`${index}`)) })));
    expect(many.files).to.have.length(20);
  });

  it("tells a file that is too large by name, and the mail itself where its text is", async () => {
    const file = (name: string, length: number) => ({ name, mime: "text/x-a", bytes: new Uint8Array(length) });
    const whole = raw({}, { text: "Hello", files: [file("small.txt", 3), file("large.txt", 9_000)] });
    const event = message(await read(whole.subarray(0, 5_000), whole.length));
    expect(event.text).to.equal("Hello");
    expect(event.files.map(({ name, ref, bytes }) => [name, ref, bytes])).to.deep.equal([
      ["small.txt", "f0", 3],
      ["large.txt", "too-large", whole.length],
    ]);
    const long = raw({}, { text: "word ".repeat(3_000) });
    expect(message(await read(long.subarray(0, 5_000), long.length)).files).to.deep.equal([
      { name: "mail.eml", mime: "message/rfc822", ref: "too-large", bytes: long.length },
    ]);
  });

  it("does not believe clocks that are far off, and keeps titles to one line", async () => {
    for (const date of ["Mon, 05 Jan 2099 11:59:00 +0000", "Mon, 05 Jan 1999 11:59:00 +0000", "yesterday"])
      expect(message(await read(raw({ Date: date }))).at).to.equal(NOW);
    expect(message(await read(raw({ Subject: "=?utf-8?q?a=0D=0ABcc:_b?=" }))).conversation.title).to.equal("a Bcc: b");
    expect(message(await read(raw({ Subject: "Re: AW: re[2]: Lunch" }))).conversation.title).to.equal("Lunch");
    expect(message(await read(raw({ Subject: undefined }))).conversation).to.not.have.property("title");
  });

  it("makes a valid event or none of anything, and never throws", async () => {
    const line = fc.constantFrom(
      "Subject: x\r\n",
      "From: a@b\r\n",
      "Content-Type: multipart/mixed; boundary=q\r\n",
      "--q\r\n",
      "--q--\r\n",
      "\r\n",
      "Content-Transfer-Encoding: base64\r\n",
      "\u0000\uffff\r\n",
      "=?x?q?=",
      "References: <<>>><a>\r\n",
      "Content-Type: message/rfc822\r\n",
      "Content-Type: text/html\r\n",
      "<p>",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 25 }), fc.uint8Array({ maxLength: 200 }), async (lines, tail) => {
        const bytes = Buffer.concat([
          Buffer.from(`From: ann@people.test\r\nAuthentication-Results: ${BASE["Authentication-Results"]}\r\n`),
          Buffer.from(lines.join("")),
          tail,
        ]);
        const reading = await read(bytes);
        if (reading.kind === "message") expect(inboundEventSchema.safeParse(reading.event).success).to.equal(true);
      }),
      { numRuns: 200 },
    );
  });

  it("reads a mail beyond bounds as unreadable", async () => {
    const parts = `--q\r\n\r\nx\r\n`.repeat(2_000);
    expect(await read(Buffer.from(`Content-Type: multipart/mixed; boundary=q\r\n\r\n${parts}`))).to.deep.equal({ kind: "ignored", reason: "unreadable" });
  });
});
