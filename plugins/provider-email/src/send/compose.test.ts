import type { OutboundMessage } from "@open-cowork/core/transport";
import type { Conversation } from "@open-cowork/shared";
import { expect } from "chai";
import fc from "fast-check";
import { simpleParser } from "mailparser";
import { rootWithin } from "../message-id.js";
import { type ComposeInput, compose } from "./compose.js";

const CONFIG = { address: "cowork@cowork.test", name: "Open Cowork" };
const THREAD: Conversation = { chat: "ann@people.test", topic: "1@people.test", kind: "direct", title: "Lunch" };
const message = (change: Partial<OutboundMessage> = {}): OutboundMessage => ({ text: "**Hi**", buttons: [], key: "k", ...change });
const made = async (change: Partial<ComposeInput> = {}) => {
  const mail = await compose({ config: CONFIG, conversation: THREAD, message: message(), at: 1_767_225_600_000, ...change });
  return { ...mail, raw: mail.bytes.toString(), parsed: await simpleParser(mail.bytes, { skipTextToHtml: true }) };
};
/** Names of the header fields, in lower case. */
const fieldNames = (raw: string) => [...raw.slice(0, raw.indexOf("\r\n\r\n")).matchAll(/^([^\s:][^:]*):/gm)].map((field) => field[1]!.toLowerCase());

describe("mail of ours", () => {
  it("answers within its thread, says that a machine wrote it, and has words for every mail program", async () => {
    const { parsed, messageId } = await made({ message: message({ replyTo: "2@people.test" }) });
    expect(parsed.subject).to.equal("Re: Lunch");
    expect(parsed.inReplyTo).to.equal("<2@people.test>");
    expect(parsed.references).to.deep.equal(["<1@people.test>", "<2@people.test>"]);
    expect(parsed.messageId).to.equal(`<${messageId}>`);
    expect(rootWithin(CONFIG.address, messageId)).to.equal("1@people.test");
    expect([parsed.headers.get("auto-submitted"), parsed.headers.get("x-auto-response-suppress")]).to.deep.equal(["auto-replied", "All"]);
    expect(parsed.text?.trim()).to.equal("**Hi**");
    expect(parsed.html).to.contain("<strong>Hi</strong>");
    expect(parsed.date?.getTime()).to.equal(1_767_225_600_000);
  });

  it("refers to the first mail where nothing else is known, and to none where that is unknown too", async () => {
    expect((await made()).parsed.inReplyTo).to.equal("<1@people.test>");
    const lost = await made({ conversation: { ...THREAD, topic: "sha256:abc", title: undefined } });
    expect([lost.parsed.inReplyTo, lost.parsed.references, lost.parsed.subject]).to.deep.equal([undefined, undefined, "Re:"]);
  });

  it("holds a file under its name, and plain words alone where HTML is refused", async () => {
    const file = { name: "Bericht Ä.pdf", mime: "application/pdf", bytes: 3, open: async () => [] as never };
    const { parsed } = await made({ message: message({ file }), file: Buffer.from([1, 2, 3]) });
    expect(parsed.attachments.map((each) => [each.filename, each.contentType, [...each.content]])).to.deep.equal([
      ["Bericht Ä.pdf", "application/pdf", [1, 2, 3]],
    ]);
    const plain = await made({ plain: true });
    expect(plain.raw).to.not.match(/text\/html/i);
    expect(plain.messageId).to.equal((await made()).messageId);
  });

  it("has small print that is no Markdown", async () => {
    const { parsed } = await made({ config: { ...CONFIG, footer: "<b>https://cowork.test</b>" } });
    expect(parsed.text).to.match(/\n-- \n<b>https:\/\/cowork\.test<\/b>/);
    expect(parsed.html).to.contain("&#60;b&#62;https://cowork.test");
  });

  it("has no field and no recipient that some text brought along", async () => {
    const expected = (await made({ message: message({ replyTo: "2@people.test" }) })).raw;
    const evil = fc.string({
      unit: fc.constantFrom("\r\n", "\n", "\r", "\u2028", "\u0085", "Bcc: eve@evil.test", " ", "a", ">", "<", "=?utf-8?q?=0ABcc:_x?=", ",", '"', "\u0000", "é"),
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(evil, evil, evil, evil, async (title, name, replyTo, topic) => {
        const { raw, parsed, to } = await made({
          conversation: { ...THREAD, title, topic },
          config: { ...CONFIG, name: name.replace(/\p{Cc}/gu, " ") || "x" },
          message: message({ replyTo }),
        });
        for (const field of fieldNames(raw)) expect([...fieldNames(expected), "content-transfer-encoding"], field).to.include(field);
        expect(fieldNames(raw).filter((field) => field === "to" || field === "from")).to.have.length(2);
        expect([parsed.to].flat().map((each) => each?.text)).to.deep.equal(["ann@people.test"]);
        expect([parsed.bcc, parsed.cc, to]).to.deep.equal([undefined, undefined, "ann@people.test"]);
      }),
      { numRuns: 200 },
    );
  });

  it("does not let a file's name or type into its header", async () => {
    const file = { name: '../../e"\r\nX-Evil: 1\r\n\r\n.txt', mime: "text/html\r\nX-Evil: 1", bytes: 1, open: async () => [] as never };
    const { raw, parsed } = await made({ message: message({ file }), file: Buffer.from("x") });
    expect(raw).to.not.match(/^X-Evil/im);
    expect(parsed.attachments[0]?.contentType).to.not.contain("html");
  });
});
