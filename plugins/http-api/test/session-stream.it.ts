import { event } from "@open-cowork/shared";
import { expect } from "chai";
import { HEARTBEAT_MS } from "../src/sse/sse-streams.js";
import { SseReader } from "./sse-reader.js";
import { Surface } from "./surface.js";

describe("the event stream of a session", () => {
  let surface: Surface;
  let session: string;
  let token: string;
  let credential: string;
  const readers: SseReader[] = [];

  beforeEach(async () => {
    surface = await new Surface().start();
    session = await surface.thread();
    const issued = surface.identity.issue("viewer");
    token = issued.secret;
    credential = issued.principal.credential;
  });
  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.close();
    await surface.stop();
  });

  const path = (query = "") => `/api/v1/sessions/${session}/events${query}`;
  const open = async (query = "", headers: Record<string, string> = {}) => {
    const reader = await SseReader.open(surface.url(path(query)), { authorization: `Bearer ${token}`, ...headers });
    readers.push(reader);
    return reader;
  };
  const joined = async (count: number) => {
    while (surface.app.streams.size < count) await new Promise((resolve) => setImmediate(resolve));
  };

  it("replays after the cursor, then goes on live, in order and without repeats", async () => {
    await surface.say(session, "a", "b", "c");
    const reader = await open("?after=2");
    await reader.until(({ ids }) => ids.length === 2);
    await surface.say(session, "d");
    await surface.say(session, "e", "f");
    await reader.until(({ ids }) => ids.length === 5);
    expect(reader.ids).to.deep.equal(["3", "4", "5", "6", "7"]);
    expect(reader.kinds).to.deep.equal(Array(5).fill("text.appended"));
    expect(reader.data[0]).to.deep.include({ seq: 3, kind: "text.appended", body: { message: "m", part: "p", text: "b" } });
  });

  it("says what it is and keeps proxies from holding it back", async () => {
    const { headers } = (await open()).response;
    expect(headers["content-type"]).to.equal("text/event-stream; charset=utf-8");
    expect(headers["cache-control"]).to.equal("no-store, no-transform");
    expect(headers["x-accel-buffering"]).to.equal("no");
    expect(headers["transfer-encoding"]).to.equal(undefined);
  });

  it("goes on after Last-Event-ID, which wins over the address", async () => {
    await surface.say(session, "a", "b");
    const reader = await open("?after=0", { "last-event-id": "2" });
    await reader.until(({ ids }) => ids.length === 1);
    expect(reader.ids).to.deep.equal(["3"]);
  });

  it("goes on after the cursor of the address while the header is empty", async () => {
    await surface.say(session, "a", "b");
    const reader = await open("?cursor=2", { "last-event-id": "" });
    await reader.until(({ ids }) => ids.length === 1);
    expect(reader.ids).to.deep.equal(["3"]);
  });

  it("replays a long log page by page", async () => {
    for (let i = 0; i < 50; i++) await surface.say(session, ...Array.from({ length: 20 }, (_, n) => `${i}.${n} `));
    const reader = await open("?after=0");
    await reader.until(({ ids }) => ids.length === 1001);
    expect(reader.ids).to.deep.equal(Array.from({ length: 1001 }, (_, i) => String(i + 1)));
  });

  it("loses nothing that is committed while it catches up", async () => {
    for (let i = 0; i < 30; i++) await surface.say(session, ...Array.from({ length: 20 }, () => "x"));
    const read = surface.log.read.bind(surface.log);
    let reads = 0;
    surface.log.read = async (...args) => {
      const events = await read(...args);
      // Between a page and the next one, and after the last, somebody writes.
      if (reads++ < 6) await surface.say(session, `during ${reads}`);
      return events;
    };
    const reader = await open("?after=0");
    await reader.until(({ ids }) => ids.length >= 601 + 4);
    await surface.say(session, "last");
    const head = String(surface.store.find(surface.identity.tenant, session)!.events.length);
    await reader.until(({ ids }) => ids.at(-1) === head);
    expect(reader.ids).to.deep.equal(Array.from({ length: Number(head) }, (_, i) => String(i + 1)));
  });

  it("has one tail and the same bytes for a thousand readers", async function () {
    this.timeout(20_000);
    const counted = { tails: 0 };
    const openTail = surface.tails.open.bind(surface.tails);
    surface.tails.open = (...args) => {
      counted.tails++;
      return openTail(...args);
    };
    const all = await Promise.all(Array.from({ length: 1_000 }, () => open("?after=1")));
    await joined(1_000);
    for (let i = 0; i < 20; i++) await surface.say(session, `word ${i} `, `and ${i} `);
    await Promise.all(all.map((reader) => reader.until(({ ids }) => ids.length === 40)));
    expect(new Set(all.map(({ text }) => text)).size).to.equal(1);
    expect(counted.tails).to.equal(1);
  });

  it("drops a reader who does not read, and nobody else", async () => {
    const [slow, quick] = [await open("?after=1"), await open("?after=1")];
    slow.pause();
    await joined(2);
    const block = "x".repeat(60_000);
    let words = 0;
    // What a kernel buffers of its own is counted by nobody, so this goes on until the reader is gone.
    while (surface.app.streams.size === 2 && words < 2_000) {
      await surface.say(session, block);
      words++;
      await quick.until(({ ids }) => ids.length === words);
    }
    expect(surface.app.streams.size).to.equal(1);
    await surface.say(session, "after");
    await quick.until(({ ids }) => ids.length === words + 1);
    expect((await surface.app.metrics.sseDropped.get()).values[0]!.value).to.equal(1);
  });

  it("takes a single event that is larger than the limit of unsent bytes", async () => {
    const reader = await open("?after=1");
    await joined(1);
    await surface.say(session, "y".repeat(3 * 1024 * 1024));
    await reader.until(({ ids }) => ids.length === 1);
    await surface.say(session, "z");
    await reader.until(({ ids }) => ids.length === 2);
    const late = await open("?after=1");
    await late.until(({ ids }) => ids.length === 2);
  });

  it("sends each stream a heartbeat every 15 seconds", async () => {
    const all = await Promise.all([open(), open(), open()]);
    await joined(3);
    await surface.clock.advance(HEARTBEAT_MS);
    for (const reader of all) await reader.until(({ text }) => text.split(": \n\n").length === 2);
    await surface.clock.advance(HEARTBEAT_MS);
    for (const reader of all) await reader.until(({ text }) => text.split(": \n\n").length === 3);
  });

  it("does not open for a credential that ends while the request is under way", async () => {
    const get = surface.index.get.bind(surface.index);
    surface.index.get = async (...args) => {
      surface.identity.revoke(credential);
      return get(...args);
    };
    const failure = await open().then(
      (reader) => reader.end(),
      (error: NodeJS.ErrnoException) => error.code,
    );
    expect([failure, surface.app.streams.size]).to.deep.equal(["ECONNRESET", 0]);
  });

  it("ends at once when its credential is revoked, and only then", async () => {
    const mine = await open();
    const other = await SseReader.open(surface.url(path()), { authorization: `Bearer ${surface.identity.issue().secret}` });
    readers.push(other);
    await joined(2);
    surface.identity.revoke(credential);
    await mine.end();
    await surface.say(session, "a");
    await other.until(({ ids }) => ids.length === 2);
    const again = await SseReader.open(surface.url(path()), { authorization: `Bearer ${token}` });
    expect(again.response.statusCode).to.equal(401);
  });

  it("ends with a hint to come back when the server stops", async () => {
    const reader = await open();
    await joined(1);
    surface.app.streams.stop();
    await reader.end();
    expect(reader.text).to.match(/retry: 1000\n\n$/);
  });

  it("says reset when the log no longer reaches back to the cursor", async () => {
    await surface.say(session, "a", "b", "c");
    const read = surface.log.read.bind(surface.log);
    surface.log.read = async (ctx, id, range) => (await read(ctx, id, range)).filter(({ seq }) => seq > 3);
    const reader = await open("?after=1");
    await reader.end();
    expect(reader.kinds).to.deep.equal(["reset"]);
  });

  it("ends when the session is deleted, after saying so", async () => {
    const reader = await open("?after=1");
    await joined(1);
    await surface.publishing.append(
      { tenant: surface.identity.tenant },
      { session, epoch: null, events: [event("session.deleted", { by: { kind: "person", id: "p", name: "P" } })] },
    );
    await reader.end();
    expect(reader.kinds).to.deep.equal(["session.deleted"]);
    expect([surface.app.streams.size, surface.app.sessionHub!.size]).to.deep.equal([0, 0]);
    const again = await surface.call("GET", path(), { token, headers: { accept: "text/event-stream" } });
    expect([again.status, again.json.code]).to.deep.equal([404, "session.not_found"]);
  });

  for (const cursor of ["-1", "abc", "1.5", "99", "9".repeat(20), "%00"])
    it(`refuses the cursor ${cursor}`, async () => {
      const { status, json } = await surface.call("GET", path(`?after=${cursor}`), { token, headers: { accept: "text/event-stream" } });
      expect([status, json.code]).to.deep.equal([400, "request.bad_cursor"]);
    });

  it("is a page of JSON for who does not ask for a stream", async () => {
    await surface.say(session, "a", "b", "c");
    const first = await surface.call("GET", path("?limit=2"), { token });
    expect(first.json).to.have.nested.property("items.length", 2);
    const second = await surface.call("GET", path(`?after=${first.json.next}&limit=2`), { token });
    expect(second.json.items.map(({ seq }) => seq)).to.deep.equal([3, 4]);
  });

  it("gives the tail back when the last reader leaves", async () => {
    const [one, two] = [await open(), await open()];
    await joined(2);
    one.close();
    two.close();
    while (surface.app.sessionHub!.size > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(surface.app.streams.size).to.equal(0);
    await surface.say(session, "a");
    const three = await open();
    await three.until(({ ids }) => ids.length === 2);
  });

  it("answers HEAD without opening anything", async () => {
    const { status } = await surface.raw("HEAD", path(), { host: "localhost", authorization: `Bearer ${token}`, accept: "text/event-stream" });
    expect(status).to.equal(200);
    while (surface.app.sessionHub!.size > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(surface.app.streams.size).to.equal(0);
  });
});
