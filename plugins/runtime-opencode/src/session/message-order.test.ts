import { expect } from "chai";
import fc from "fast-check";
import type { SyncEvent } from "../engine/engine-client.js";
import { inOrder, MessageOrder } from "./message-order.js";

const message = (id: string, created: number, role = "user", session = "ses_1"): SyncEvent => ({
  id: `evt_${id}`,
  aggregateID: session,
  seq: 0,
  type: "message.updated.1",
  data: { info: { id, role, sessionID: session, time: { created, completed: created + 5 } } },
});
const part: SyncEvent = { id: "evt_p", aggregateID: "ses_1", seq: 0, type: "message.part.updated.1", data: { part: { id: "prt_1" } } };
const timeOf = (event: SyncEvent) => (event.data.info as { time: { created: number } }).time.created;

describe("the order of an engine's messages", () => {
  it("is left alone where the clocks were right, also within one millisecond", () => {
    const events = [message("a", 10), part, message("b", 20), message("c", 20), message("a", 10)];
    expect(inOrder(events, 20)).to.deep.equal(events);
    for (const [i, event] of inOrder(events, 20).entries()) expect(event).to.equal(events[i]);
  });

  it("is that of the history where a clock was set back, for each update of a message", () => {
    const events = [message("a", 100), message("b", 200), message("c", 50), message("d", 60), message("a", 100)];
    expect(inOrder(events, 1_000).map(timeOf)).to.deep.equal([48, 49, 50, 60, 48]);
    expect(inOrder(events, 55).map(timeOf)).to.deep.equal([48, 49, 50, 54, 48]);
    expect(inOrder(events, 55)[0]!.data.info).to.deep.include({ id: "a", role: "user", time: { created: 48, completed: 105 } });
  });

  it("is one of each session", () => {
    const events = [message("a", 100), message("x", 10, "user", "ses_2"), message("b", 200)];
    expect(inOrder(events, 1_000)).to.deep.equal(events);
  });

  it("ends before now and moves nothing to a later time, whatever the clocks did", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.nat(50), (times, now) => {
        const moved = inOrder(
          times.map((at, i) => message(`m${i}`, at)),
          now,
        ).map(timeOf);
        for (const [i, at] of moved.entries()) {
          const next = moved[i + 1] ?? now;
          expect(at).to.be.at.most(times[i]!);
          if (times[i]! > next) expect(at).to.equal(next - 1);
          else expect(at).to.equal(times[i]);
        }
      }),
    );
  });

  it("is lost with an answer that is older than what came before, not with a second that messages made at once may differ by", () => {
    const order = new MessageOrder();
    expect(order.add(message("a", 10_000))).to.equal(false);
    expect(order.add(message("b", 9_500, "assistant"))).to.equal(false);
    expect(order.add(message("c", 12_000, "assistant"))).to.equal(false);
    expect(order.add(message("b", 9_500, "assistant")), "an update").to.equal(false);
    expect(order.add(message("x", 1_000, "assistant", "ses_2")), "another session").to.equal(false);
    expect(order.add(message("d", 8_000, "user")), "a message that took its time").to.equal(false);
    expect(order.add(message("e", 8_001, "assistant"))).to.equal(true);
  });

  it("would be lost with the next message while the latest is ahead of the clock", () => {
    const order = new MessageOrder();
    expect(order.isAheadOf(0)).to.equal(false);
    order.add(message("a", 10_000));
    order.add(message("b", 5_000));
    expect(order.isAheadOf(9_999)).to.equal(true);
    expect(order.isAheadOf(10_000)).to.equal(false);
  });
});
