import { expect } from "chai";
import fc from "fast-check";
import type { SyncEvent } from "../engine/engine-client.js";
import { decodeCheckpoint, encodeCheckpoint, relocate } from "./checkpoint-codec.js";
import { matches } from "./grants.js";
import { engineMessageId, keyOfEngineId, messageKey } from "./message-ids.js";
import { SyncJournal } from "./sync-journal.js";

const entry = (seq: number, part?: string, text = ""): SyncEvent => ({
  id: `evt_${seq}`,
  aggregateID: "ses_1",
  seq,
  type: part === undefined ? "session.updated.1" : "message.part.updated.1",
  data: part === undefined ? {} : { part: { id: part, messageID: "msg_1", sessionID: "ses_1", type: "text", text } },
});

describe("engine ids of messages", () => {
  it("sort by time, also within a millisecond, and tell which message they are of", () => {
    const now = 1_795_468_836_171;
    const ids = [engineMessageId("a", now), engineMessageId("b", now), engineMessageId("c", now + 1)];
    expect([...ids].sort()).to.deep.equal(ids);
    for (const id of ids) expect(id).to.match(/^msg_[0-9a-f]{12}[0-9a-f]{14}$/);
    expect(keyOfEngineId(ids[1]!)).to.equal(messageKey("b"));
    // The engine's own ids of that millisecond begin alike.
    expect(ids[0]!.slice(4, 13)).to.equal("20a483d4b");
  });
});

describe("rules of what was allowed", () => {
  it("match like OpenCode's wildcards", () => {
    expect(matches("echo a b", "echo *")).to.equal(true);
    expect(matches("echo", "echo *")).to.equal(true);
    expect(matches("echoes", "echo *")).to.equal(false);
    expect(matches("src/a.ts", "src/?.ts")).to.equal(true);
    expect(matches("a.b", "a+b")).to.equal(false);
    expect(matches("line one\nline two", "*")).to.equal(true);
  });

  it("without wildcards allow nothing but the very same", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, pattern) => {
        fc.pre(!/[*?]/.test(pattern));
        expect(matches(text, pattern)).to.equal(text === pattern);
      }),
    );
  });
});

describe("the journal of the engine's history", () => {
  it("keeps numbers whole, ignores repeats and notices gaps", () => {
    const journal = new SyncJournal();
    for (const seq of [0, 1, 1, 0, 2]) journal.add(entry(seq));
    expect(journal.gap).to.equal(false);
    journal.add(entry(4));
    expect(journal.gap).to.equal(true);
    expect(journal.take()?.map((event) => event.seq)).to.deep.equal([0, 1, 2]);
    expect(journal.take()).to.equal(undefined);
    expect(journal.position).to.equal(3);
  });

  it("keeps the last state of a part and shrinks those before", () => {
    const journal = new SyncJournal();
    journal.add(entry(0, "prt_1", "x".repeat(10_000)));
    journal.add(entry(1, "prt_1", "y".repeat(10_000)));
    journal.add(entry(2, "prt_2", "z"));
    const texts = journal.take()!.map((event) => (event.data.part as { text: string }).text.length);
    expect(texts).to.deep.equal([0, 10_000, 1]);
  });
});

describe("a checkpoint", () => {
  it("reads back as it was written, and moves to where the workspace is now", async () => {
    const events: SyncEvent[] = [
      { id: "evt_1", aggregateID: "ses_1", seq: 0, type: "session.created.1", data: { info: { id: "ses_1", directory: "/old", path: "old", title: "t" } } },
      entry(1, "prt_1", "text"),
    ];
    const checkpoint = await encodeCheckpoint(7, { engine: "1.18.33", root: "ses_1", events });
    expect(checkpoint.position).to.equal(7);
    const decoded = await decodeCheckpoint(checkpoint);
    expect(decoded).to.deep.equal({ v: 1, engine: "1.18.33", root: "ses_1", events });
    expect(relocate(decoded.events, "/new/ws")[0]!.data.info).to.deep.equal({ id: "ses_1", directory: "/new/ws", path: "new/ws", title: "t" });
    expect(relocate(decoded.events, "/new/ws")[1]).to.deep.equal(events[1]);
  });

  it("of another origin is refused", async () => {
    for (const data of [new Uint8Array(), new Uint8Array([1, 2, 3])]) {
      const failure = await decodeCheckpoint({ position: 1, data }).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(Error);
    }
  });
});
