import { event, type NewEvent, type SessionEvent, SessionFold } from "@open-cowork/shared";
import { expect } from "chai";
import { anActor, some } from "../testing/index.js";
import { Reactions } from "./reactions.js";

const BY = anActor();
const abort = (run: string) => event("run.abort_requested", { by: BY, command: "c" }, run);
const steer = (run: string) => event("run.steered", { message: "m2", text: "And faster", attachments: [], by: BY, command: "c" }, run);

describe("what a worker does about what people ask", () => {
  let fold: SessionFold;
  let calls: unknown[];
  let pushed: NewEvent[];
  /** The run whose turn the engine plays. */
  let playing: string | undefined;
  let late: () => void;
  let reactions: Reactions;

  const turnOf = (run: string) => ({
    run,
    abort: (...args: unknown[]) => void calls.push(["abort", ...args]),
    answer: (...args: unknown[]) => void calls.push(["answer", ...args]),
    steer: (message: unknown, onLate: () => void) => {
      calls.push(["steer", message]);
      late = onLate;
    },
  });
  /** As the log has it: first part of the view, then reacted to. */
  const happens = (item: NewEvent) => {
    const stored = { ...item, seq: fold.view.seq + 1, at: 0, epoch: null } as unknown as SessionEvent;
    fold.apply(stored);
    reactions.to(stored);
  };

  beforeEach(() => {
    fold = new SessionFold();
    calls = [];
    pushed = [];
    playing = "r1";
    reactions = new Reactions({
      view: () => fold.view,
      turn: () => (playing === undefined ? undefined : turnOf(playing)),
      push: (item) => pushed.push(item),
    });
    for (const item of [some.created(), some.queued("r1"), some.started("r1"), some.queued("r2")]) happens(item);
  });

  it("is nothing where they only add to the queue", () => {
    expect([calls, pushed]).to.deep.equal([[], []]);
  });

  it("stops the turn of the run they name, and none for another one", () => {
    happens(abort("r1"));
    expect(calls).to.deep.equal([["abort", BY]]);
    happens(abort("r0"));
    expect([calls.length, pushed]).to.deep.equal([1, []]);
  });

  it("takes back a run that has not started, once", () => {
    happens(abort("r2"));
    happens(abort("r2"));
    reactions.withdraw("r2", BY);
    expect(calls).to.deep.equal([]);
    expect(pushed).to.deep.equal([event("run.withdrawn", { by: BY }, "r2")]);
  });

  it("leaves to its recovery a run that is neither played nor queued", () => {
    playing = undefined;
    happens(abort("r1"));
    expect([calls, pushed]).to.deep.equal([[], []]);
  });

  it("gives a steered message to the turn, and makes a run of it when the turn had ended", () => {
    happens(steer("r1"));
    expect(calls).to.deep.equal([["steer", { message: "m2", run: "r1", text: "And faster", attachments: [] }]]);
    expect(pushed).to.deep.equal([]);
    late();
    expect(pushed.map(({ kind, run }) => [kind, run])).to.deep.equal([["run.queued", "m2-q"]]);
  });

  for (const [what, now] of [
    ["no run", undefined],
    ["another run", "r2"],
  ] as const)
    it(`makes a run of a message that was meant for a run while ${what} is played`, () => {
      playing = now;
      happens(steer("r1"));
      expect(calls).to.deep.equal([]);
      expect(pushed.map(({ kind, run, body }) => [kind, run, (body as { text: string }).text])).to.deep.equal([["run.queued", "m2-q", "And faster"]]);
    });

  it("passes decisions on, and the run goes on with the last of them", () => {
    for (const item of [some.approval("a1", "r1"), some.question("q1", "r1"), some.waiting("a1", "r1")]) happens(item);
    happens(event("approval.answered", { id: "a1", answer: "reject", note: "Not there", by: BY }));
    expect(calls).to.deep.equal([["answer", { kind: "approval", id: "a1", answer: "reject", note: "Not there" }]]);
    expect(pushed).to.deep.equal([]);
    happens(some.answered("q1"));
    expect(calls[1]).to.deep.equal(["answer", { kind: "question", id: "q1", answers: [["Red"]] }]);
    expect(pushed).to.deep.equal([event("run.continued", {}, "r1")]);
  });

  it("continues no run that was not waiting", () => {
    for (const item of [some.approval("a1", "r1"), some.approved("a1")]) happens(item);
    expect([calls.length, pushed]).to.deep.equal([1, []]);
  });

  it("passes on that a question was rejected", () => {
    for (const item of [some.question("q1", "r1"), some.waiting("q1", "r1")]) happens(item);
    happens(event("question.rejected", { id: "q1", by: BY }));
    expect(calls).to.deep.equal([["answer", { kind: "question", id: "q1", rejected: true }]]);
    expect(pushed).to.deep.equal([event("run.continued", {}, "r1")]);
  });

  it("writes nothing about a decision on a run that no engine plays: whoever recovers it reads the log", () => {
    playing = undefined;
    for (const item of [some.approval("a1", "r1"), some.waiting("a1", "r1"), some.approved("a1")]) happens(item);
    expect([calls, pushed]).to.deep.equal([[], []]);
  });

  it("stops what is played when the session is deleted", () => {
    happens(event("session.deleted", { by: BY }));
    expect(calls).to.deep.equal([["abort", BY]]);
  });
});
