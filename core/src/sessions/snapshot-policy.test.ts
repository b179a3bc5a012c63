import { SessionFold, type SessionView } from "@open-cowork/shared";
import { expect } from "chai";
import type { EventLog } from "./ports.js";
import { SnapshotPolicy } from "./snapshot-policy.js";

function setUp(stored?: number) {
  const calls = { reads: 0, saved: [] as number[] };
  const log: Pick<EventLog, "snapshot" | "saveSnapshot"> = {
    snapshot: async () => {
      calls.reads++;
      return stored === undefined ? undefined : { seq: stored, json: "{}" };
    },
    saveSnapshot: async (_ctx, _session, { seq }) => void calls.saved.push(seq),
  };
  const policy = new SnapshotPolicy(log as EventLog, { tenant: "t", session: "s", worker: "w", epoch: 1 });
  const afterRun = (seq: number) => policy.afterRun({ ...new SessionFold().view, seq } as SessionView);
  return { calls, afterRun };
}

describe("snapshot policy", () => {
  it("asks storage for nothing while the thread is too short for a snapshot", async () => {
    const { calls, afterRun } = setUp();
    for (const seq of [10, 100, 199]) await afterRun(seq);
    expect(calls).to.deep.equal({ reads: 0, saved: [] });
  });
  it("stores the first at 200 events, the next ones as the tail reaches an eighth of the log, and reads once", async () => {
    const { calls, afterRun } = setUp();
    for (let seq = 10; seq <= 3_000; seq += 10) await afterRun(seq);
    expect(calls.saved.slice(0, 3)).to.deep.equal([200, 400, 600]);
    expect(calls.saved.at(-1)! - calls.saved.at(-2)!).to.be.at.least(2_500 / 8);
    expect(calls.reads).to.equal(1);
  });
  it("goes on from the snapshot that an earlier worker stored", async () => {
    const { calls, afterRun } = setUp(1_000);
    await afterRun(1_100);
    await afterRun(1_200);
    expect(calls).to.deep.equal({ reads: 1, saved: [1_200] });
  });
});
