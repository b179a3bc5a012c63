import { some } from "@open-cowork/core/testing";
import type { SessionEvent } from "@open-cowork/shared";
import { expect } from "chai";
import fc from "fast-check";
import { batchOf, bytesAfter, RecentBatches } from "./batches.js";
import { eventFrame } from "./frames.js";

const textOf = (buffers: (Buffer | undefined)[]) => Buffer.concat(buffers.filter((bytes) => bytes !== undefined)).toString();
const log = (texts: string[], first = 1) =>
  texts.map((text, i): SessionEvent => ({ ...some.text("run", text), seq: first + i, at: 1, epoch: 1 }) as SessionEvent);

describe("batches of events as bytes", () => {
  it("can be cut after any event, to the byte", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 10 }), fc.nat(12), (texts, seq) => {
        const events = log(texts, 2);
        const expected = events.filter((event) => event.seq > seq).map(eventFrame);
        expect(textOf([bytesAfter(batchOf(events), seq)])).to.equal(expected.join(""));
      }),
    );
  });

  it("are the very same buffer for everyone who needs all of it", () => {
    const batch = batchOf(log(["a", "b"]));
    expect(bytesAfter(batch, 0)).to.equal(batch.bytes);
  });

  it("are remembered without a gap, or not at all", () => {
    const sizes = fc.array(fc.record({ count: fc.integer({ min: 1, max: 4 }), length: fc.constantFrom(1, 100, 20_000, 70_000) }), { maxLength: 12 });
    fc.assert(
      fc.property(sizes, fc.nat(50), (batches, seq) => {
        const recent = new RecentBatches();
        let position = 0;
        const all: SessionEvent[] = [];
        for (const { count, length } of batches) {
          const events = log(Array(count).fill("x".repeat(length)), position + 1);
          recent.push(batchOf(events));
          all.push(...events);
          position += count;
        }
        const kept = recent.after(seq, position);
        if (kept)
          expect(textOf(kept)).to.equal(
            all
              .filter((event) => event.seq > seq)
              .map(eventFrame)
              .join(""),
          );
        else expect(seq).to.be.below(position);
      }),
    );
  });
});
