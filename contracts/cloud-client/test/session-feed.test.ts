import { AppError } from "@open-cowork/shared";
import { expect } from "chai";
import { CloudClient } from "../src/client.js";
import type { SessionFeed } from "../src/session-feed.js";
import { FakeServer, FakeSession, some } from "./fake-server.js";
import { ManualTimers, until } from "./manual-timers.js";

const SILENCE_MS = 40_000;

describe("the live view of a session", () => {
  let server: FakeServer;
  let session: FakeSession;
  let timers: ManualTimers;
  let feed: SessionFeed;
  let changes: number;

  beforeEach(() => {
    server = new FakeServer();
    session = new FakeSession(server);
    timers = new ManualTimers();
    feed = new CloudClient({ baseUrl: "http://cowork.test/", token: "oct_x", fetch: server.fetch, timers }).feed("s1");
    changes = 0;
    feed.onChange(() => changes++);
  });
  afterEach(() => feed.close());

  const live = async () => {
    feed.open();
    await until(() => feed.state === "live");
  };
  const texts = () => feed.view.blocks.flatMap((block) => (block.type === "text" || block.type === "person" ? [block.text] : []));

  it("reads the view, then folds what comes after it", async () => {
    session.append(some.text("Hel"));
    await live();
    expect(server.stream.url.search).to.equal("?after=2");
    expect(server.stream.headers.get("authorization")).to.equal("Bearer oct_x");
    session.say(some.text("lo "));
    session.say(some.text(" world"));
    await until(() => feed.view.seq === 4);
    expect(texts()).to.deep.equal(["Hello  world"]);
    expect(feed.summary?.headSeq).to.equal(2);
  });

  it("tells its listeners once for what arrives together", async () => {
    await live();
    changes = 0;
    server.stream.events(session.append(some.text("a")), session.append(some.text("b")), session.append(some.text("c")));
    await until(() => feed.view.seq === 4);
    expect(changes).to.equal(1);
  });

  it("keeps characters whole that were cut between two chunks", async () => {
    await live();
    const bytes = new TextEncoder().encode(`id: 2\nevent: text.appended\ndata: ${JSON.stringify(session.append(some.text("ö 😀")))}\n\n`);
    for (const byte of bytes) server.stream.sendBytes(Uint8Array.of(byte));
    await until(() => feed.view.seq === 2);
    expect(texts()).to.deep.equal(["ö 😀"]);
  });

  it("resumes by cursor when the connection breaks, with growing delays", async () => {
    await live();
    session.say(some.text("a"));
    await until(() => feed.view.seq === 2);
    server.down = "network";
    server.stream.break();
    const seen: number[] = [];
    for (let i = 0; i < 8; i++) {
      await until(() => feed.state === "reconnecting" && timers.delays.length === 1 && timers.delays[0]! < SILENCE_MS);
      seen.push(timers.delays[0]!);
      timers.fire();
    }
    expect(seen).to.deep.equal([187.5, 375, 750, 1_500, 3_000, 6_000, 7_500, 7_500]);
    expect(feed.error?.code).to.equal("host.unreachable");
    session.append(some.text("b"));
    server.down = undefined;
    await until(() => timers.delays[0]! < SILENCE_MS);
    timers.fire();
    await until(() => feed.state === "live");
    expect(server.stream.url.search).to.equal("?after=2");
    expect(server.requests.filter(({ path }) => path.endsWith("/view"))).to.have.lengthOf(1);
    expect(feed.error).to.equal(undefined);
  });

  it("tries at once when told that the network is back", async () => {
    await live();
    server.down = "network";
    server.stream.break();
    await until(() => feed.state === "reconnecting");
    server.down = undefined;
    feed.reconnectNow();
    await until(() => feed.state === "live");
    expect(timers.delays).to.deep.equal([SILENCE_MS]);
  });

  it("takes a connection for dead that says nothing, not even a heartbeat", async () => {
    await live();
    server.stream.send(": \n\n");
    await until(() => timers.delays.length === 1);
    timers.fire();
    await until(() => feed.state === "reconnecting");
    timers.fire();
    await until(() => feed.state === "live");
    expect(server.streams).to.have.lengthOf(2);
  });

  it("shows each event once when some come again", async () => {
    await live();
    const one = session.append(some.text("a"));
    server.stream.events(one, one);
    server.stream.events(one, session.append(some.text("b")));
    await until(() => feed.view.seq === 3);
    expect(texts()).to.deep.equal(["ab"]);
  });

  it("reads the view again after a gap, showing the old one meanwhile", async () => {
    await live();
    session.append(some.text("lost "));
    session.say(some.text("found"));
    await until(() => feed.state === "reconnecting");
    expect(feed.view.seq).to.equal(1);
    timers.fire();
    await until(() => feed.state === "live");
    expect(texts()).to.deep.equal(["lost found"]);
  });

  it("reads the view again when the server says reset or refuses the cursor", async () => {
    await live();
    session.append(some.text("new"));
    server.stream.send("event: reset\ndata: {}\n\n");
    await until(() => feed.state === "reconnecting");
    timers.fire();
    await until(() => feed.state === "live");
    expect(texts()).to.deep.equal(["new"]);
    server.down = "request.bad_cursor";
    server.stream.end();
    await until(() => feed.state === "reconnecting");
    timers.fire();
    await until(() => feed.error?.code === "request.bad_cursor");
    server.down = undefined;
    timers.fire();
    await until(() => feed.state === "live");
    expect(server.requests.filter(({ path }) => path.endsWith("/view"))).to.have.lengthOf(3);
  });

  it("reads the view again when it cannot fold an event, and does not spin", async () => {
    await live();
    server.stream.send("event: text.appended\ndata: {nonsense\n\n");
    await until(() => feed.state === "reconnecting");
    expect(timers.delays).to.have.lengthOf(1);
    timers.fire();
    await until(() => feed.state === "live");
  });

  it("is missing when the session is, and stops asking", async () => {
    server.on("GET /sessions/s1/view", () => {
      throw new AppError("session.not_found");
    });
    feed.open();
    await until(() => feed.state === "missing");
    expect(timers.delays).to.deep.equal([]);
  });

  it("fails when the sign-in has ended, and can be opened again", async () => {
    await live();
    server.down = "auth.invalid";
    server.stream.end();
    await until(() => feed.state === "reconnecting");
    timers.fire();
    await until(() => feed.state === "failed");
    expect([feed.error?.code, timers.delays]).to.deep.equal(["auth.invalid", []]);
    server.down = undefined;
    feed.open();
    await until(() => feed.state === "live");
  });

  it("gives the connection back when closed, and catches up by cursor when opened again", async () => {
    await live();
    feed.close();
    await until(() => server.stream.aborted && timers.delays.length === 0);
    session.append(some.text("while away"));
    changes = 0;
    feed.open();
    await until(() => feed.state === "live");
    expect(server.stream.url.search).to.equal("?after=1");
    server.stream.events(session.events[1]!);
    await until(() => feed.view.seq === 2);
    expect(server.streams).to.have.lengthOf(2);
  });

  describe("a prompt", () => {
    const commandOf = () => server.requests.find(({ path }) => path.endsWith("/commands"))!.body as { id: string; kind: string; text: string };

    it("is shown at once and leaves when the log has it", async () => {
      await live();
      server.on("POST /sessions/s1/commands", (body) => ({ id: (body as { id: string }).id, seq: 2 }));
      const prompt = feed.prompt({ text: "Hello", delivery: "steer" });
      expect(feed.pending).to.deep.equal([{ id: prompt.id, text: "Hello", attachments: [], state: "sending" }]);
      await until(() => server.requests.some(({ path }) => path.endsWith("/commands")));
      expect(commandOf()).to.deep.equal({ kind: "prompt", id: prompt.id, text: "Hello", delivery: "steer" });
      expect(feed.pending).to.have.lengthOf(1);
      session.say(some.queued("somebody else's"));
      session.say(some.queued(prompt.id));
      await until(() => feed.pending.length === 0);
      expect(texts()).to.deep.equal(["Hello", "Hello"]);
    });

    it("that could not be sent stays, and is sent again under the same id", async () => {
      await live();
      server.down = "network";
      const { id } = feed.prompt({ text: "Hello" });
      await until(() => feed.pending[0]?.state === "failed");
      expect(feed.pending[0]?.error?.code).to.equal("host.unreachable");
      server.down = undefined;
      server.on("POST /sessions/s1/commands", () => ({ id, seq: 2 }));
      feed.retry(id);
      expect(feed.pending[0]).to.deep.include({ id, state: "sending", error: undefined });
      await until(() => server.requests.filter(({ path }) => path.endsWith("/commands")).length === 2);
      expect(new Set(server.requests.filter(({ path }) => path.endsWith("/commands")).map(({ body }) => (body as { id: string }).id)).size).to.equal(1);
    });

    it("that failed can be given up", async () => {
      await live();
      server.down = "session.archived";
      const { id } = feed.prompt({ text: "Hello" });
      await until(() => feed.pending[0]?.state === "failed");
      feed.discard(id);
      expect(feed.pending).to.deep.equal([]);
    });

    it("whose answer was lost is recognised when the view is read again", async () => {
      const { id } = feed.prompt({ text: "Hello" });
      await until(() => feed.pending[0]?.state === "failed");
      session.append(some.queued(id));
      await live();
      expect(feed.pending).to.deep.equal([]);
    });
  });

  it("sends other commands with an id of their own", async () => {
    server.on("POST /sessions/s1/commands", (body) => ({ id: (body as { id: string }).id, seq: 2 }));
    const result = await feed.command({ kind: "abort" });
    expect(result.id).to.match(/^[0-9A-Z]{26}$/);
  });
});
