import { expect } from "chai";
import fc from "fast-check";
import { decodeFrame, encodeFrame, packMessages } from "./frames.js";

const LIMIT = 8_000;

describe("bus frames", () => {
  it("carry any messages in order, each frame below the limit of Postgres, however they are cut", () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ maxLength: 30 }), fc.jsonValue({ maxDepth: 3 })), { maxLength: 200 }), (given) => {
        const messages = given.map(([topic, message]): [string, unknown] => [topic, JSON.parse(JSON.stringify(message))]);
        const { frames, lost } = packMessages(messages);
        const payloads = frames.map((frame, i) => encodeFrame("a-sender", i, frame));
        expect(payloads.every((payload) => Buffer.byteLength(payload) < LIMIT)).to.equal(true);
        const got = payloads.flatMap((payload) => {
          const frame = decodeFrame(payload, "me")?.frame;
          return frame?.type === "messages" ? frame.messages : [];
        });
        expect(lost).to.equal(false);
        expect(got).to.deep.equal(messages);
      }),
    ));

  it("drop the events of a batch that is too big, and tell when even that does not help", () => {
    const events = [{ body: { text: "é".repeat(5_000) } }];
    const { frames, lost } = packMessages([
      ["session.t.s", { from: 1, to: 9, events }],
      ["small", 1],
    ]);
    expect(lost).to.equal(false);
    expect(frames).to.deep.equal([
      {
        type: "messages",
        messages: [
          ["session.t.s", { from: 1, to: 9 }],
          ["small", 1],
        ],
      },
    ]);
    expect(packMessages([["t", "x".repeat(9_000)]])).to.deep.equal({ frames: [], lost: true });
  });

  it("are ignored when one's own, foreign or malformed", () => {
    const own = encodeFrame("me", 1, { type: "bye" });
    expect(decodeFrame(own, "me")).to.equal(undefined);
    expect(decodeFrame(own, "you")?.frame).to.deep.equal({ type: "bye" });
    for (const noise of ["", "x", "me", "a 1 {", 'a 1 {"type":"messages","messages":[1]}', 'a 1 {"type":"other"}', "a b {}", 'a 1 {"type":"messages"}']) {
      expect(decodeFrame(noise, "me"), noise).to.equal(undefined);
    }
  });
});
