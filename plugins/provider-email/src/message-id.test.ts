import { expect } from "chai";
import fc from "fast-check";
import { isMessageId, messageIds, ourMessageId, rootMessageId, rootWithin, threadRoot } from "./message-id.js";

const US = "cowork@cowork.test";
const sound = fc.string({ unit: fc.constantFrom(..."abcXYZ019.@-_+=/$%".split("")), minLength: 3, maxLength: 250 });

describe("ids of mails", () => {
  it("are the same for each try of a message, and others for others", () => {
    const thread = { chat: "ann@people.test", topic: "1@people.test" };
    expect(ourMessageId(US, thread, "k")).to.equal(ourMessageId(US, thread, "k"));
    const others = [
      ourMessageId(US, thread, "l"),
      ourMessageId(US, { ...thread, topic: "2@people.test" }, "k"),
      ourMessageId(US, { ...thread, chat: "bob@people.test" }, "k"),
    ];
    expect(new Set([ourMessageId(US, thread, "k"), ...others])).to.have.length(4);
  });

  it("of ours bring back the root of their thread, fit the contract and a header, for any root", () => {
    fc.assert(
      fc.property(sound, fc.string(), (id, key) => {
        const root = threadRoot(id);
        const ours = ourMessageId(US, { chat: "ann@people.test", topic: root }, key);
        expect(rootWithin(US, ours)).to.equal(root);
        expect(ours.length).to.be.below(300);
        expect(isMessageId(ours)).to.equal(true);
        expect(threadRoot(root)).to.equal(root);
        expect(rootMessageId(root)).to.equal(id.length <= 120 ? id : undefined);
      }),
    );
  });

  it("of others are not taken for ours", () => {
    const ours = ourMessageId(US, { chat: "ann@people.test", topic: "1@people.test" }, "k");
    expect(rootWithin("cowork@other.test", ours)).to.equal(undefined);
    for (const id of [
      "1@cowork.test",
      "oc1.x.y@cowork.test",
      `oc1.${"a".repeat(24)}.!@cowork.test`,
      `oc1.${"a".repeat(24)}.${Buffer.from("a\r\nb@c").toString("base64url")}@cowork.test`,
    ])
      expect(rootWithin(US, id), id).to.equal(undefined);
  });

  it("are read out of fields; what could break a header is left out", () => {
    expect(messageIds("<a@b> <c@d>\t<e@f>")).to.deep.equal(["a@b", "c@d", "e@f"]);
    expect(messageIds(undefined)).to.deep.equal([]);
    expect(messageIds(`<a b@c> <> <x> < d@e > <${"y".repeat(300)}@z> text`)).to.deep.equal(["d@e"]);
    expect(messageIds("<a@b\r\nBcc: eve@evil.test>")).to.deep.equal([]);
  });
});
