import { event, type NewEvent } from "@open-cowork/shared";
import { expect } from "chai";
import fc from "fast-check";
import { FixedClock, settle } from "../testing/index.js";
import { EventWriter } from "./event-writer.js";

const say = (text: string, part = "p") => event("text.appended", { message: "m", part, text }, "r");
const textOf = (batches: NewEvent[][]) => batches.flat().map((item) => (item.kind === "text.appended" ? item.body.text : ""));

describe("EventWriter", () => {
  const clock = () => new FixedClock();
  const collect = (over: Partial<ConstructorParameters<typeof EventWriter>[0]> = {}) => {
    const batches: NewEvent[][] = [];
    const time = clock();
    const writer = new EventWriter({ clock: time, append: async (events) => void batches.push(events), onFailure: () => undefined, windowMs: 20, ...over });
    return { batches, writer, time };
  };

  it("commits the first piece at once and lets later ones wait for company", async () => {
    const { batches, writer, time } = collect();
    writer.push(say("a"));
    await settle();
    expect(textOf(batches)).to.deep.equal(["a"]);
    writer.push(say("b"));
    writer.push(say("c"));
    await settle();
    expect(batches).to.have.length(1);
    await time.advance(20);
    expect(textOf(batches)).to.deep.equal(["a", "bc"]);
  });

  it("lets words that come unevenly pass, where a stream has been slower than one in a window", async () => {
    const { batches, writer, time } = collect();
    for (const text of ["a", "b", "c"]) {
      writer.push(say(text));
      await time.advance(60);
    }
    expect(batches).to.have.length(3);
    for (const text of ["d", "e", "f", "g"]) {
      writer.push(say(text));
      await settle();
    }
    expect(textOf(batches)).to.deep.equal(["a", "b", "c", "d", "e", "f"]);
    await time.advance(20);
    expect(textOf(batches).at(-1)).to.equal("g");
  });

  it("never commits more than one in a window and what a burst may, however pieces come", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 60 }), async (waits) => {
        const at: number[] = [];
        const { writer, time } = collect({ append: async () => void at.push(time.now()) });
        for (const wait of waits) {
          writer.push(say("x"));
          if (wait > 0) await time.advance(wait);
          else await settle();
        }
        await time.advance(100);
        for (let first = 0; first < at.length; first++)
          for (let last = first; last < at.length; last++) expect(last - first).to.be.at.most((at[last]! - at[first]!) / 20 + 2);
      }),
      { numRuns: 50 },
    );
  });

  it("commits in one batch what is pushed in one go", async () => {
    const { batches, writer } = collect();
    writer.push(say("a"));
    await Promise.resolve();
    writer.push(say("b", "q"));
    await settle();
    expect(batches.map((batch) => batch.length)).to.deep.equal([2]);
  });

  it("keeps its window when the wall clock is set back", async () => {
    const time = clock();
    const now = time.now.bind(time);
    const { batches, writer } = collect({ clock: time });
    writer.push(say("a"));
    await settle();
    time.now = () => now() - 3_600_000;
    writer.push(say("b"));
    await settle();
    expect(batches).to.have.length(1);
    time.now = now;
    await time.advance(20);
    expect(textOf(batches)).to.deep.equal(["a", "b"]);
  });

  it("waits longer in a fast stream, where commits are what costs", async () => {
    const { batches, writer, time } = collect({ windowMs: 8, fastWindowMs: 20 });
    writer.push(say("a"), say("b"), say("c"), say("d"));
    await settle();
    expect(batches).to.have.length(1);
    writer.push(say("e"));
    await time.advance(19);
    expect(batches).to.have.length(1);
    await time.advance(1);
    expect(batches).to.have.length(2);
    writer.push(say("f"));
    await time.advance(8);
    expect(textOf(batches)).to.deep.equal(["abcd", "e", "f"]);
  });

  it("holds an event for the one that follows, and not for longer than that takes", async () => {
    const { batches, writer, time } = collect({ holdMs: 30 });
    writer.hold(say("a"));
    await settle();
    expect(batches).to.have.length(0);
    writer.push(say("b", "q"));
    await settle();
    expect(batches.map((batch) => batch.length)).to.deep.equal([2]);
    writer.hold(say("c"));
    await time.advance(29);
    expect(batches).to.have.length(1);
    await time.advance(1);
    expect(batches).to.have.length(2);
    writer.hold(say("d"));
    await writer.flush();
    expect(textOf(batches)).to.deep.equal(["a", "b", "c", "d"]);
  });

  it("does not merge across parts, runs or sub-agents", async () => {
    const { batches, writer } = collect();
    writer.push(say("first"));
    await settle();
    writer.push(
      say("a"),
      say("b", "q"),
      event("text.appended", { message: "m", part: "q", text: "c" }, "r", ["x"]),
      event("text.appended", { message: "m", part: "q", text: "d" }, "s"),
    );
    await writer.flush();
    expect(textOf(batches)).to.deep.equal(["first", "a", "b", "c", "d"]);
  });

  it("grows the next batch while a commit is under way", async () => {
    const waiting: (() => void)[] = [];
    const batches: NewEvent[][] = [];
    const writer = new EventWriter({
      clock: clock(),
      windowMs: 0,
      onFailure: () => undefined,
      append: (events) => {
        batches.push(events);
        return new Promise((resolve) => waiting.push(resolve));
      },
    });
    for (const text of ["a", "b", "c"]) {
      writer.push(say(text));
      await settle();
    }
    expect(batches).to.have.length(1);
    waiting.shift()!();
    await settle();
    expect(textOf(batches)).to.deep.equal(["a", "bc"]);
  });

  it("tells of a failed commit once, keeps nothing and rejects the flush", async () => {
    const failures: unknown[] = [];
    const { writer } = collect({ append: async () => Promise.reject(new Error("disk")), onFailure: (error) => failures.push(error) });
    writer.push(say("a"));
    const flushed = await writer.flush().catch((error: unknown) => error);
    writer.push(say("b"));
    await settle();
    expect(failures).to.have.length(1);
    expect(flushed).to.have.property("message", "disk");
  });

  it("says exactly what was pushed, however it comes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ text: fc.string({ maxLength: 5 }), part: fc.constantFrom("p", "q"), wait: fc.integer({ min: 0, max: 30 }), held: fc.boolean() }), {
          maxLength: 40,
        }),
        fc.integer({ min: 1, max: 5 }),
        async (pieces, maxBatch) => {
          const { batches, writer, time } = collect({ maxBatch });
          for (const { text, part, wait, held } of pieces) {
            writer[held ? "hold" : "push"](say(text, part));
            if (wait > 0) await time.advance(wait);
          }
          await writer.flush();
          for (const part of ["p", "q"]) {
            const said = batches.flat().filter((item) => item.kind === "text.appended" && item.body.part === part);
            expect(textOf([said]).join("")).to.equal(
              pieces
                .filter((piece) => piece.part === part)
                .map(({ text }) => text)
                .join(""),
            );
          }
          for (const batch of batches) expect(batch.length).to.be.at.most(maxBatch);
        },
      ),
      { numRuns: 60 },
    );
  });
});
