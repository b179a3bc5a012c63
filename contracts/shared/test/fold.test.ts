import { expect } from "chai";
import fc from "fast-check";
import { type Actor, event, FoldGap, foldAll, type NewEvent, type SessionEvent, SessionFold, statusOf } from "../src/index.js";

const ada: Actor = { kind: "person", id: "ada", name: "Ada" };
const number = (events: NewEvent[]): SessionEvent[] => events.map((item, i) => ({ ...item, seq: i + 1, at: 1_000 + i, epoch: 1 }));
const queued = (run: string, text = "hi") => event("run.queued", { message: `${run}-p`, text, by: ada, command: `${run}-c` }, run);
const say = (text: string, part = "p1", path?: string[]) => event("text.appended", { message: "m1", part, text }, "r1", path);
const started = event("run.started", { worker: "w" }, "r1");
const finished = event("run.finished", { durationMs: 5 }, "r1");

describe("the fold", () => {
  it("joins pieces of a text as they are, spaces included", () => {
    const view = foldAll(number([queued("r1"), started, say("Hello"), say(" world"), say("  "), say("!"), finished]));
    expect(view.blocks.map((block) => [block.type, "text" in block ? block.text : ""])).to.deep.equal([
      ["person", "hi"],
      ["text", "Hello world  !"],
      ["end", ""],
    ]);
  });

  it("replaces a text instead of adding to it", () => {
    const view = foldAll(number([queued("r1"), say("Helo"), event("text.replaced", { message: "m1", part: "p1", text: "Hello" }, "r1")]));
    expect(view.blocks.at(-1)).to.include({ type: "text", text: "Hello" });
  });

  for (const name of ["__proto__", "constructor", "toString"])
    it(`touches nothing of the language when an event names ${name}`, () => {
      const by = ada;
      const named: NewEvent[] = [
        event("run.abort_requested", { by, command: "c" }, name),
        event("run.waiting", { on: "approval", id: "a" }, name),
        event("run.finished", { durationMs: 1 }, name),
        event("approval.answered", { id: name, answer: "once", by }),
        event("question.rejected", { id: name, by }),
        { kind: name, body: {} } as unknown as NewEvent,
      ];
      const view = foldAll(number([queued("r1"), started, ...named]));
      expect(Object.keys(Object.prototype)).to.deep.equal([]);
      expect(({} as { state?: string }).state).to.equal(undefined);
      expect(Object.keys(view.runs)).to.deep.equal(["r1"]);
      expect(view.seq).to.equal(8);
    });

  it("ignores repeats and refuses gaps without changing anything", () => {
    const events = number([queued("r1"), started, say("a"), say("b")]);
    const fold = new SessionFold();
    expect(fold.apply(events[0]!)).to.equal(true);
    expect(fold.apply(events[0]!)).to.equal(false);
    const before = JSON.stringify(fold.view);
    expect(() => fold.apply(events[2]!)).to.throw(FoldGap);
    expect(JSON.stringify(fold.view)).to.equal(before);
  });

  it("keeps and counts kinds that it does not know", () => {
    const fold = new SessionFold();
    fold.apply({ seq: 1, at: 1, epoch: 0, kind: "from.the.future", body: { x: 1 } });
    expect(fold.view).to.include({ seq: 1 });
    expect(fold.view.blocks).to.deep.equal([]);
  });

  it("keeps a sub-agent's work out of the root transcript", () => {
    const path = ["child"];
    const view = foldAll(
      number([
        queued("r1"),
        started,
        event("subagent.started", { agent: "explore", title: "Look" }, "r1", path),
        say("inner", "p1", path),
        say("outer", "p1"),
        event("subagent.finished", { status: "finished" }, "r1", path),
      ]),
    );
    expect(view.blocks.filter((block) => block.type === "text").map((block) => block.type === "text" && block.text)).to.deep.equal(["outer"]);
    expect(view.subagents.child).to.include({ state: "finished", agent: "explore" });
    expect(view.subagents.child!.blocks.map((block) => block.type === "text" && block.text)).to.deep.equal(["inner"]);
  });

  it("knows what the thread waits for", () => {
    const ask = event("approval.requested", { id: "a", permission: "bash", title: "Run", patterns: ["ls"], always: ["ls"] }, "r1");
    const waiting = event("run.waiting", { on: "approval", id: "a" }, "r1");
    const view = foldAll(number([queued("r1"), started, ask, waiting]));
    expect(statusOf(view)).to.equal("waiting");
    expect(view.approvals.a).to.include({ state: "pending", run: "r1" });
    const answered = foldAll(
      number([queued("r1"), started, ask, waiting, event("approval.answered", { id: "a", answer: "once", by: ada }), event("run.continued", {}, "r1")]),
    );
    expect(statusOf(answered)).to.equal("running");
    expect(answered.approvals.a).to.deep.include({ state: "answered", answer: "once", by: ada });
  });

  it("takes a withdrawn prompt out of the queue and leaves the active run alone", () => {
    const view = foldAll(number([queued("r1"), started, queued("r2"), event("run.withdrawn", { by: ada }, "r2")]));
    expect(view).to.deep.include({ active: "r1", queue: [] });
    expect(statusOf(view)).to.equal("running");
  });

  it("adds up what a run used", () => {
    const use = event(
      "usage.recorded",
      { message: "m", tokens: { input: 10, output: 5, reasoning: 0, cacheRead: 2, cacheWrite: 0 }, cost: 0.25, contextLimit: 100 },
      "r1",
    );
    const view = foldAll(number([queued("r1"), started, use, use]));
    expect(view.runs.r1).to.deep.include({ cost: 0.5 });
    expect(view.tokens).to.include({ input: 20, output: 10, cacheRead: 4 });
    expect(view.context).to.deep.equal({ used: 17, limit: 100 });
  });

  it("gives the same view from a snapshot at any point as from the whole log", () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 6 }).map((text) => say(text)),
      fc.string({ maxLength: 6 }).map((text) => say(text, "p2")),
      fc.constant(event("tool.started", { message: "m1", call: "c1", tool: "bash" }, "r1")),
      fc.constant(event("tool.finished", { call: "c1", status: "completed", output: "ok", durationMs: 1 }, "r1")),
      fc.constant(event("reasoning.appended", { message: "m1", part: "r", text: "hm" }, "r1")),
      fc.constant(say("inner", "p9", ["x"])),
      fc.constant(event("message.finished", { message: "m1" }, "r1")),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(), (pieces, at) => {
        const events = number([queued("r1"), started, ...pieces, finished]);
        const cut = at % events.length;
        const snapshot = JSON.parse(JSON.stringify(foldAll(events.slice(0, cut))));
        const whole = JSON.parse(JSON.stringify(foldAll(events)));
        expect(JSON.parse(JSON.stringify(foldAll(events.slice(cut), snapshot)))).to.deep.equal(whole);
      }),
    );
  });
});
