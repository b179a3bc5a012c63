import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type EventKind, event, type NewEvent } from "@open-cowork/shared";
import { expect } from "chai";
import fc from "fast-check";
import { map, readTrace, TRACES, traceNames } from "../../test/traces.js";

describe("the mapping of OpenCode's events", () => {
  for (const { version, name } of traceNames())
    describe(`${name}, recorded with ${version}`, () => {
      const trace = readTrace(version, name);

      it("gives the events that were checked", () => {
        expect(map(trace)).to.deep.equal(JSON.parse(readFileSync(join(TRACES, version, `${name}.expected.json`), "utf8")));
      });

      it("understands every event, and emits only what the log accepts", () => {
        const { emitted, unknown } = map(trace);
        expect(unknown).to.deep.equal([]);
        for (const { kind, body } of emitted) expect(() => event(kind as EventKind, body as never)).to.not.throw();
      });

      it("says everything once when the engine tells it again, as after a break of the stream", () => {
        const half = Math.floor(trace.events.length / 2);
        const told = trace.events.slice(half).filter(([type]) => type === "message.updated" || type === "message.part.updated");
        expect(map({ ...trace, events: [...trace.events, ...told] }).emitted).to.deep.equal(map(trace).emitted);
      });

      it("ends with the same text, whichever deltas were lost", () => {
        fc.assert(
          fc.property(fc.array(fc.boolean(), { minLength: trace.events.length, maxLength: trace.events.length }), (keep) => {
            const events = trace.events.filter(([type], i) => keep[i] || type !== "message.part.delta");
            expect(textsOf(map({ ...trace, events }))).to.deep.equal(textsOf(map(trace)));
          }),
          { numRuns: 30 },
        );
      });
    });

  it("tells calls of two answers apart, although the model server gave them one id", () => {
    const trace = readTrace(traceNames()[0]!.version, "approved-command");
    const again = JSON.parse(JSON.stringify(trace.events).replaceAll(/"msg_([^"]*)"/g, '"msg_again_$1"')) as typeof trace.events;
    const calls = map({ ...trace, events: [...trace.events, ...again] }).emitted.flatMap((item) => (item.kind === "tool.started" ? [item.body] : []));
    expect(calls).to.have.length(2);
    expect(new Set(calls.map((body) => (body as { call: string }).call)).size).to.equal(2);
  });

  it("counts what it does not know or cannot read, and goes on", () => {
    const events: [string, unknown][] = [
      ["session.teleported", { sessionID: "ses_1" }],
      ["message.updated", { info: { role: "assistant" } }],
      ["message.part.updated", { part: { id: "p", messageID: "m", sessionID: "ses_1", type: "tool", state: { status: "dreaming" } } }],
      ["permission.asked", null],
      ["session.status", { sessionID: "ses_1", status: { type: "idle" } }],
    ];
    const { unknown, signals } = map({ root: "ses_1", events });
    expect(unknown).to.deep.equal(["session.teleported", "message.updated", "message.part.updated", "permission.asked"]);
    expect(signals).to.deep.equal(["idle"]);
  });

  it("survives any properties of any known event", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("message.updated", "message.part.updated", "message.part.delta", "permission.asked", "question.asked", "session.error"),
        fc.anything(),
        (type, body) => {
          map({ root: "ses_1", events: [[type, body]] });
        },
      ),
    );
  });
});

/** Final text of each part; reasoning that lost a piece stays as it was seen. */
function textsOf({ emitted }: ReturnType<typeof map>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const { kind, body } of emitted as NewEvent[]) {
    if (kind === "text.appended") texts[body.part] = (texts[body.part] ?? "") + body.text;
    if (kind === "text.replaced") texts[body.part] = body.text;
  }
  return texts;
}
