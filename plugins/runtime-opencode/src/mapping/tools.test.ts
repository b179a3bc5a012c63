import { FixedClock } from "@open-cowork/core/testing";
import { expect } from "chai";
import { applyEvent } from "./apply-event.js";
import { SessionNode } from "./node.js";
import { SessionMapper } from "./session-mapper.js";

describe("the output of a running tool", () => {
  const ids = { messageID: "msg_1", sessionID: "ses_1" };
  let clock: FixedClock;
  let outputs: string[];
  let mapper: SessionMapper;

  beforeEach(() => {
    clock = new FixedClock();
    outputs = [];
    const quiet = () => undefined;
    mapper = new SessionMapper(
      {
        directory: "/ws",
        emit: ({ kind, body }) => void (kind === "tool.updated" && "output" in body && outputs.push(String(body.output))),
        contextLimit: () => undefined,
        allowed: () => false,
        now: () => clock.now(),
        after: (ms, callback) => clock.after(ms, callback),
        signals: { said: quiet, failed: quiet, aborted: quiet, idle: quiet, answered: quiet },
      },
      new SessionNode("ses_1", []),
    );
    const model = { providerID: "p", modelID: "m", cost: 0, tokens: { input: 1, output: 1, reasoning: 0, cache: { read: 0, write: 0 } } };
    applyEvent(mapper, "message.updated", { info: { role: "assistant", id: "msg_1", sessionID: "ses_1", summary: false, time: { created: 1 }, ...model } });
  });
  const says = (output: string) => {
    const state = { status: "running", input: {}, time: { start: 1 }, metadata: { output } };
    applyEvent(mapper, "message.part.updated", { part: { id: "prt_1", ...ids, type: "tool", callID: "call_1", tool: "bash", state } });
  };

  it("is told at once and then at most five times a second, with all of it", async () => {
    for (const output of ["a", "ab", "abc"]) says(output);
    expect(outputs).to.deep.equal(["a"]);
    await clock.advance(200);
    expect(outputs).to.deep.equal(["a", "abc"]);
  });

  it("waits no longer when the clock is set back", async () => {
    says("a");
    clock.leap(-3_600_000);
    says("ab");
    await clock.advance(200);
    expect(outputs).to.deep.equal(["a", "ab"]);
  });
});
