import { expect } from "chai";
import fc from "fast-check";
import { BUTTONS, keyboard } from "./keyboard.js";
import { Places } from "./places.js";
import { headerName } from "./upload.js";

const button = (label: string, style: "plain" | "primary" | "danger" = "plain") => ({ label, value: `v${label.length}`, style });

describe("keyboard", () => {
  it("puts short buttons beside each other and long ones below each other", () => {
    const rows = keyboard([button("Once", "primary"), button("Always"), button("No", "danger"), button("x".repeat(40)), button("Later")])?.inline_keyboard;
    expect(rows?.map((row) => row.map(({ text }) => text))).to.deep.equal([["Once", "Always", "No"], ["x".repeat(40)], ["Later"]]);
    expect(rows?.[0]).to.deep.equal([
      { text: "Once", callback_data: "v4", style: "primary" },
      { text: "Always", callback_data: "v6" },
      { text: "No", callback_data: "v2", style: "danger" },
    ]);
  });

  it("keeps all of them, in order, and never too many in a row", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, maxLength: BUTTONS.maxLabel }), { maxLength: BUTTONS.max }), (labels) => {
        const rows = keyboard(labels.map((label) => button(label)))?.inline_keyboard ?? [];
        expect(rows.flat().map(({ text }) => text)).to.deep.equal(labels);
        for (const row of rows) expect(row.length).to.be.within(1, BUTTONS.maxPerRow);
      }),
    );
  });

  it("is absent without buttons", () => expect(keyboard([])).to.equal(undefined));
});

describe("headerName", () => {
  it("cannot leave its place in the header", () => {
    expect(headerName('a"; filename="b%41.exe')).to.equal("a%22%3B filename=%22b%2541.exe");
  });
});

describe("Places", () => {
  const group = { chat: "-5", kind: "shared" } as const;
  const moved = { kind: "answered", code: 400, description: "Bad Request: group chat was upgraded to a supergroup chat", migratedTo: "-1005" } as const;

  it("follows a group to its new id, once", () => {
    const places = new Places();
    const first = places.of(group);
    expect(first).to.deep.equal({ chat_id: "-5" });
    expect(places.moved(group, first!, moved)).to.deep.equal({ chat_id: "-1005" });
    expect(places.of(group)).to.deep.equal({ chat_id: "-1005" });
    expect(places.moved(group, places.of(group)!, moved)).to.equal(undefined);
  });

  it("knows no place for what is no chat of Telegram", () => {
    for (const chat of ["", "x", "@name", "../x", "1e3", "a\r\nb", " 1"]) expect(new Places().of({ chat, kind: "direct" })).to.equal(undefined);
    expect(new Places().of({ ...group, topic: "x" })).to.equal(undefined);
    expect(new Places().of({ ...group, topic: "3" })).to.deep.equal({ chat_id: "-5", message_thread_id: 3 });
  });
});
