import type { NewEvent } from "@open-cowork/shared";
import { event } from "@open-cowork/shared";
import { expect } from "chai";
import { blockFileText } from "../src/rendering/block-file.js";
import { transcript } from "../src/rendering/transcript.js";
import { english } from "../src/texts/english.js";
import { ann, asks, begun, chat, finished, mail, START, said, says, told, viewOf, web } from "./told.js";

describe("what a session says", () => {
  it("is its answers, not its thoughts and tools, and never data", () => {
    const { texts } = told([
      ...begun(),
      event("reasoning.appended", { message: "a-1", part: "th", text: "Hm." }, "r-1"),
      event("tool.started", { message: "a-1", call: "t-1", tool: "bash", input: { command: "ls" } }, "r-1"),
      event("tool.finished", { call: "t-1", status: "completed", output: '{"a":1}', durationMs: 1 }, "r-1"),
      event("todos.replaced", { todos: [{ content: "x", status: "pending", priority: "high" }] }, "r-1"),
      event("usage.recorded", { message: "a-1", tokens: {} as never, cost: 1 }, "r-1"),
      says("All  done:\n\n"),
      says("  two files."),
      said(),
      finished(),
    ]);
    expect(texts).to.deep.equal(["All  done:\n\n  two files."]);
  });

  it("passes over kinds of blocks that it does not know", () => {
    const view = viewOf([...begun(), says("Hello there, this is an answer."), said()]);
    view.blocks.splice(1, 0, { type: "hologram", id: "h", seq: 4, at: START, rev: 4, data: { a: 1 } } as never);
    const { messages } = transcript({
      ...{ session: "s", view, cursor: 0, capabilities: chat, limit: 2_000, texts: english, now: START, url: undefined },
      code: () => undefined,
    });
    expect(messages.map(({ content }) => content.text)).to.deep.equal(["Hello there, this is an answer."]);
  });

  it("has the same keys each time, and revisions and ordinals that only grow", () => {
    const events = [...begun(), says("The first words of an answer, "), says("and some more."), said(), asks(), finished()];
    let before = new Map<string, number>();
    for (let length = 1; length <= events.length; length++) {
      const { messages } = told(events.slice(0, length));
      const now = new Map(messages.map(({ key, revision }) => [key, revision]));
      for (const [key, revision] of before) expect(now.get(key), key).to.be.at.least(revision);
      const ordinals = messages.map(({ ordinal }) => ordinal);
      expect(ordinals).to.deep.equal(ordinals.toSorted((a, b) => a - b));
      before = now;
    }
    expect([...before.keys()]).to.deep.equal(["s-1:4:0", "s-1:7:0"]);
  });

  it("quotes by name what others asked elsewhere, and not what the chat shows already", () => {
    const { texts } = told([...begun(web), event("run.steered", { message: "m-2", text: "and fast", by: ann, command: "c-2" }, "r-1")]);
    expect(texts).to.deep.equal(["**Bob \\*the\\* \\[boss\\]\\(http://evil.example\\)** wrote in the workspace:\n\n> Do it"]);
  });

  it("says how runs ended, as sentences", () => {
    const end = (...more: NewEvent[]) => told([...begun(), ...more]).texts;
    expect(end(event("run.failed", { error: { code: "model.failed", message: "The model is away.", retryable: true }, durationMs: 1 }, "r-1"))).to.deep.equal([
      "**This did not work.** The model is away.",
    ]);
    expect(end(event("run.aborted", { durationMs: 1 }, "r-1"))).to.deep.equal(["Stopped."]);
    expect(end(event("run.interrupted", { reason: "x", resumable: true }, "r-1"))).to.deep.equal([english.interrupted]);
    expect(end(finished())).to.deep.equal(["Done."]);
    expect(end(says("A short answer to it."), said(), finished())).to.deep.equal(["A short answer to it."]);
    const queued = event("run.queued", { message: "m-2", text: "And", by: ann, command: "c-2" }, "r-2");
    expect(end(queued, event("run.withdrawn", { by: ann }, "r-2"))).to.deep.equal([english.withdrawn]);
    const changed = event("files.changed", { files: [{ path: "a.ts", additions: 3, deletions: 1, status: "modified" }] }, "r-1");
    expect(end(says("Changed it as you said."), said(), changed, changed, finished())[1]).to.equal("Changed files:\n\n- `a.ts` +6 −2");
  });

  it("sends files that fit, and tells of those that do not", () => {
    const made = event("artifact.created", { artifact: "x", name: "plan_v2.pdf", mime: "application/pdf", bytes: 2_500_000 }, "r-1");
    expect(told([...begun(), made], { url: "https://c.example/t" }).texts).to.deep.equal([
      "I cannot send plan\\_v2.pdf (2.5 MB) here. It is in the thread: https://c.example/t",
    ]);
    const small = { ...made, body: { ...made.body, bytes: 100 } } as NewEvent;
    expect(told([...begun(), small]).messages[0]!.content.file).to.deep.equal({ artifact: "x", name: "plan_v2.pdf", mime: "application/pdf", bytes: 100 });
  });

  it("shows a text that grows from the moment there is something to read", () => {
    const events = [...begun(), says("Hm")];
    expect(told(events, { now: START + 40 })).to.deep.include({ texts: [], heldFrom: 4 });
    expect(told(events).messages.map(({ growing }) => growing)).to.deep.equal([true]);
    const longer = told([...events, says(", let me look at this more closely")], { now: START + 40 });
    expect(longer.messages.map(({ growing }) => growing)).to.deep.equal([true]);
    expect(told([...events, said()], { now: START + 40 }).messages.map(({ growing }) => growing)).to.deep.equal([false]);
    expect(told([...events, event("run.aborted", { durationMs: 1 }, "r-1")]).messages[0]!.growing).to.equal(false);
  });

  it("puts a long answer into a file with a few words before it", () => {
    const long = Array.from({ length: 2_000 }, (_, i) => `Line ${i} of the answer.`).join("\n\n");
    const { messages, view } = told([...begun(), says(long), said()]);
    expect(messages.map(({ key }) => key)).to.deep.equal(["s-1:4:0", "s-1:4:file"]);
    expect(messages[0]!.content.text.length).to.be.at.most(602);
    const { file } = messages[1]!.content;
    expect(file).to.include({ name: "answer.md", mime: "text/markdown", bytes: long.length });
    expect(blockFileText(view, file!.artifact)).to.equal(long);
    expect(blockFileText(view, "said:s-1:99")).to.equal(undefined);
    expect(blockFileText(view, "x".repeat(26))).to.equal(undefined);
  });

  it("leaves what was shown of a long answer as it grew, and adds the file", () => {
    const long = Array.from({ length: 2_000 }, (_, i) => `Line ${i} of the answer.`).join("\n\n");
    const growing = told([...begun(), says(long)], { cursor: 4 - 1 }).messages;
    expect(growing.map(({ growing: grows }) => grows)).to.deep.equal([false, false, false, false, false]);
    const ended = told([...begun(), says(long), said()], { cursor: 4 }).messages;
    expect(ended.slice(0, -1).map(({ key, content }) => [key, content])).to.deep.equal(growing.map(({ key, content }) => [key, content]));
    expect(ended.at(-1)!.key).to.equal("s-1:4:file");
  });

  it("splits a long answer where files are not taken, and loses nothing of it", () => {
    const long = Array.from({ length: 1_000 }, (_, i) => `Line ${i}.`).join("\n\n");
    const { texts } = told([...begun(), says(long), said()], { capabilities: { ...chat, files: { in: 0, out: 0 } } });
    expect(texts.length).to.be.greaterThan(5);
    expect(texts.join("\n\n")).to.equal(long);
  });

  it("tells a platform that cannot change messages whole answers, together", () => {
    const events = [...begun(), says("First I look."), said(), says("Then I ask.", "p-2")];
    expect(told(events, { capabilities: mail })).to.deep.include({ texts: [], heldFrom: 4 });
    const asked = told([...events, asks()], { capabilities: mail });
    expect(asked.texts[0]).to.equal("First I look.\n\nThen I ask.");
    expect([asked.texts.length, asked.heldFrom]).to.deep.equal([2, undefined]);
    const more = told([...events, asks(), says("More.", "p-3")], { capabilities: mail });
    expect([more.texts.length, more.heldFrom]).to.deep.equal([2, 8]);
  });
});
