import { expect } from "chai";
import { replyText } from "./reply-text.js";

const reply = (text: string) => replyText(text, { isReply: true, isForward: false });
const first = (text: string) => replyText(text, { isReply: false, isForward: false });

describe("what a person wrote", () => {
  it("is the answer without what it answers", () => {
    expect(reply("Yes.\r\n\r\nOn Mon, 5 Jan 2026 at 10:00, Cowork <cowork@cowork.test> wrote:\r\n> Shall I?\r\n>\r\n> Really?\r\n")).to.equal("Yes.");
    expect(reply("Ja.\n\nAm 05.01.2026 um 10:00 schrieb Cowork <cowork@cowork.test>:\n> Soll ich?")).to.equal("Ja.");
    expect(reply("Yes.\n\n-----Original Message-----\nFrom: Cowork <cowork@cowork.test>\nSent: Monday\nSubject: x\n\nShall I?")).to.equal("Yes.");
    expect(reply("/approve 7K3M9QXZ\n\n> Shall I?")).to.equal("/approve 7K3M9QXZ");
  });

  it("is without a signature", () => {
    expect(reply("Yes.\n\n-- \nAnn Lee\nHead of everything")).to.equal("Yes.");
    expect(first("Please look.\n\n-- \nAnn Lee")).to.equal("Please look.");
    expect(reply("Yes.\n\nSent from my iPhone")).to.equal("Yes.");
  });

  it("keeps answers between the lines, and code as it stands", () => {
    const inline = "> Shall I?\n\nYes.\n\n> And then?\n\nStop.";
    expect(reply(inline)).to.match(/Yes\.[\s\S]*Stop\./);
    const code = "Run this:\n\n    if x:\n\n\n        y()";
    expect(first(code)).to.equal(code);
  });

  it("keeps quotes of a first mail, and everything that was forwarded", () => {
    expect(first("He said:\n\n> Do it.\n\nWhat now?")).to.contain("> Do it.");
    const forwarded = "Please sum up.\n\n---------- Forwarded message ---------\nFrom: Bob <bob@people.test>\nSubject: x\n\nA long story.";
    expect(reply(forwarded)).to.contain("A long story.");
    expect(replyText("See below.\n\nFrom: Bob <bob@people.test>\nSent: today\n\nA story.", { isReply: true, isForward: true })).to.contain("A story.");
  });

  it("is the whole text where nothing would be left", () => {
    expect(reply("> only a quote")).to.equal("> only a quote");
    expect(reply("")).to.equal("");
  });

  it("is found in bounded time, whatever a stranger writes", () => {
    for (const part of ["\n", " \n", "Op a\nschreef x:y\n", "Op a schreef\n", "a on at wrote", "abc. skrev a\n", "2024", "> ", "From: a <"]) {
      const started = performance.now();
      reply(part.repeat(Math.ceil(90_000 / part.length)));
      expect(performance.now() - started, JSON.stringify(part)).to.be.below(1_500);
    }
    expect(reply("Op a\nschreef x:y\n".repeat(5_000))).to.contain("schreef");
  });
});
