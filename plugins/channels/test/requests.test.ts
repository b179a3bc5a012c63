import { event, type NewEvent, type QuestionItem } from "@open-cowork/shared";
import { expect } from "chai";
import { typedAnswers } from "../src/inbound/typed-answers.js";
import { blockFileText } from "../src/rendering/block-file.js";
import { english } from "../src/texts/english.js";
import { ann, asks, begun, chat, mail, told } from "./told.js";

const diff = (lines: number) => Array.from({ length: lines }, (_, i) => `+line ${i} with \`\`\` marks`).join("\n");
const answered = (over: object = {}): NewEvent => event("approval.answered", { id: "ap-1", answer: "once", by: ann, ...over });
const item = (over: Partial<QuestionItem> = {}): QuestionItem => ({
  ...{ header: "Colour", question: "Which one?", multiple: false, custom: true },
  options: ["Red", "Blue"].map((label) => ({ label, description: "" })),
  ...over,
});
const questions = (...items: QuestionItem[]): NewEvent => event("question.requested", { id: "q-1", questions: items }, "r-1");
const CODE = "K7QD02MX";

describe("a request for leave", () => {
  it("says in full what is about to happen, marks what destroys, and offers what there is to choose", () => {
    const command = `find . -name '*.log' -delete && echo "${"x".repeat(900)}"`;
    const { messages } = told([...begun(), asks({ command, destructive: true, title: "Delete [logs](http://evil.example)" })]);
    expect(messages).to.have.length(1);
    const { text, buttons } = messages[0]!.content;
    expect(text).to.contain(command).and.to.contain("⚠️").and.to.contain("\\[logs\\]").and.to.contain("Always means: `ls *`");
    expect(buttons.map(({ label, value }) => [label, value])).to.deep.equal([
      ["Allow once", `${CODE}:once`],
      ["For this thread", `${CODE}:session`],
      ["Always", `${CODE}:always`],
      ["No", `${CODE}:reject`],
    ]);
    for (const { value } of buttons) expect(Buffer.byteLength(value)).to.be.at.most(64);
  });

  it("offers no rule where none would be saved, and fewer buttons where the platform has fewer", () => {
    const labels = (max: number, always: string[]) => {
      const { content } = told([...begun(), asks({ always })], { capabilities: { ...chat, buttons: { max, maxPerRow: 3, maxLabel: 6 } } }).messages[0]!;
      return [content.buttons.map(({ label }) => label), content.text.includes("/approve")];
    };
    expect(labels(8, [])).to.deep.equal([["Allow…", "For t…", "No"], false]);
    expect(labels(2, ["x"])).to.deep.equal([["Allow…", "No"], false]);
    expect(labels(1, ["x"])).to.deep.equal([[], true]);
  });

  it("shows a change without the place of its file on the server", () => {
    const place = "/srv/private/workspaces/01/hello.md";
    const header = `Index: ${place}\n${"=".repeat(67)}\n--- ${place}\n+++ ${place}\n`;
    const { messages } = told([...begun(), asks({ diff: `${header}@@ -0,0 +1,2 @@\n+# Hello\n+--- ${"x"}\n`, path: "hello.md" })]);
    expect(messages).to.have.length(1);
    expect(messages[0]!.content.text).to.contain("hello.md").and.to.contain("@@ -0,0 +1,2 @@\n+# Hello\n+--- x").and.not.to.contain("/srv/private");
  });

  it("shows a long diff in several messages, of which only the last changes when it is decided", () => {
    const request = asks({ diff: diff(100), path: "src/a.ts" });
    const open = told([...begun(), request]).messages;
    expect(open.length).to.be.within(3, 6);
    expect(open.map(({ content }) => content.text).join("\n"))
      .to.contain("src/a.ts")
      .and.to.contain("+line 99 with");
    expect(open.slice(0, -1).every(({ content }) => content.buttons.length === 0)).to.equal(true);
    expect(open.at(-1)!.content.buttons).to.have.length(4);
    const over = told([...begun(), request, answered({ answer: "reject", note: "not on a *Friday*" })]).messages;
    expect(over.map(({ key }) => key)).to.deep.equal(open.map(({ key }) => key));
    expect(over.slice(0, -1).map(({ content }) => content)).to.deep.equal(open.slice(0, -1).map(({ content }) => content));
    expect(over.at(-1)!.content).to.deep.include({ buttons: [] });
    expect(over.at(-1)!.content.text).to.match(/\*\*Not allowed by Ann\.\*\*\n\n> not on a \\\*Friday\\\*$/);
  });

  it("puts a very long diff into a file, and asks after it", () => {
    const { messages, view } = told([...begun(), asks({ diff: diff(2_000) })]);
    expect(messages.map(({ key }) => key)).to.deep.equal(["s-1:4:0", "s-1:4:ask"]);
    expect(messages[0]!.content.file).to.include({ name: "request.diff", bytes: diff(2_000).length });
    expect(blockFileText(view, messages[0]!.content.file!.artifact)).to.equal(diff(2_000));
    expect(messages[1]!.content.buttons).to.have.length(4);
  });

  it("is not told before its code is known, and then holds up nothing but the cursor", () => {
    expect(told([...begun(), asks()], { code: () => undefined })).to.deep.include({ messages: [], heldFrom: 4 });
  });

  it("has other buttons, and a higher revision, when its code was renewed", () => {
    const first = told([...begun(), asks()], { cursor: 4 }).messages[0]!;
    const second = told([...begun(), asks()], { cursor: 4, code: () => ({ id: "ZZZZ0000", version: 1 }) }).messages[0]!;
    expect(second.key).to.equal(first.key);
    expect(second.revision).to.be.greaterThan(first.revision);
    expect(told([...begun(), asks(), answered()]).messages[0]!.revision).to.be.greaterThan(second.revision);
  });

  it("comes from sub-agents too, and says from which", () => {
    const sub = event("subagent.started", { agent: "explore", title: "Look around" }, "r-1", ["sub-1"]);
    expect(told([...begun(), sub, asks({}, ["sub-1"])]).texts[0]).to.contain("Asked by the sub-agent Look around.");
  });

  it("is decided by typed codes where there are no buttons, and its end is a message of its own where none can be changed", () => {
    const open = told([...begun(), asks()], { capabilities: mail });
    expect(open.texts[0]).to.contain(`/approve ${CODE} `).and.to.contain(`/deny ${CODE} `).and.to.contain("always for ever");
    const over = told([...begun(), asks(), answered()], { capabilities: mail, cursor: 4 });
    expect(over.messages.map(({ key }) => key)).to.deep.equal(["s-1:4:over"]);
    expect(over.texts).to.deep.equal(["**Allowed once by Ann.**\n\n(Run a command)"]);
    const both = told([...begun(), asks(), answered()], { capabilities: mail });
    expect(both.texts[0]).to.contain("May I?").and.to.contain("Allowed once by Ann");
    expect(told([...begun(), asks(), event("approval.expired", { id: "ap-1", reason: "x" })]).texts[0]).to.contain(english.approvalExpired);
  });
});

describe("a question", () => {
  it("has a button for each choice and one to leave it open", () => {
    const { content } = told([...begun(), questions(item({ custom: false }))]).messages[0]!;
    expect(content.text).to.equal("**Colour** Which one?\n\n1. Red\n2. Blue");
    expect(content.buttons.map(({ label, value }) => [label, value])).to.deep.equal([
      ["Red", `${CODE}:0`],
      ["Blue", `${CODE}:1`],
      ["Skip", `${CODE}:skip`],
    ]);
    expect(told([...begun(), questions(item())]).texts[0]).to.contain(`Or write /answer ${CODE}`);
  });

  it("is answered in words where it is several, where several may be chosen, or where there are too many choices", () => {
    const many = Array.from({ length: 20 }, (_, i) => ({ label: `Choice ${i}`, description: "" }));
    for (const items of [[item(), item()], [item({ multiple: true })], [item({ options: many })]]) {
      const { content } = told([...begun(), questions(...items)]).messages[0]!;
      expect(content.buttons).to.deep.equal([]);
      expect(content.text).to.contain(`/answer ${CODE}`);
    }
  });

  it("says who answered what", () => {
    const over = event("question.answered", { id: "q-1", answers: [["Red"], ["*Blue*", "x"]], by: ann });
    expect(told([...begun(), questions(item(), item()), over]).texts[0]).to.contain("**Answered by Ann:** Red; \\*Blue\\*, x");
    expect(told([...begun(), questions(item()), event("question.rejected", { id: "q-1", by: ann })]).texts[0]).to.contain("Left open by Ann");
  });

  it("takes numbers, words of a choice, and other words where it takes those", () => {
    const of = (items: QuestionItem[], typed: string) => typedAnswers({ questions: items }, typed);
    expect(of([item()], "2")).to.deep.equal([["Blue"]]);
    expect(of([item()], "red")).to.deep.equal([["Red"]]);
    expect(of([item()], "green, please")).to.deep.equal([["green, please"]]);
    expect(of([item({ custom: false })], "green")).to.equal(undefined);
    expect(of([item({ custom: false })], "3")).to.equal(undefined);
    expect(of([item({ multiple: true, custom: false })], "1, blue")).to.deep.equal([["Red", "Blue"]]);
    expect(of([item({ multiple: true })], "1, green")).to.deep.equal([["1, green"]]);
    expect(of([item(), item()], "1\n\n2")).to.deep.equal([["Red"], ["Blue"]]);
    expect(of([item(), item()], "1")).to.equal(undefined);
    expect(of([item()], "  ")).to.equal(undefined);
  });
});
