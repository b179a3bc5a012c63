import { isAppError, type SessionEvent } from "@open-cowork/shared";
import { expect } from "chai";
import { GatewayClient } from "../src/gateway-client.js";
import { FakeServer, FakeSession, some } from "./fake-server.js";
import { ManualTimers, until } from "./manual-timers.js";

const SILENCE_MS = 40_000;

describe("the streams of a gateway", () => {
  let server: FakeServer;
  let timers: ManualTimers;
  let client: GatewayClient;

  beforeEach(() => {
    server = new FakeServer();
    timers = new ManualTimers();
    client = new GatewayClient({ baseUrl: "http://cowork.test", token: "oct_x", fetch: server.fetch, timers });
  });

  /** The wait before the next attempt has begun; an open stream has its watchdog only. */
  const retrying = () => until(() => timers.delays.length === 1 && timers.delays[0] !== SILENCE_MS);

  describe("of a session", () => {
    let session: FakeSession;
    let got: number[];
    let resets: number;
    const ends: (() => void)[] = [];
    const listener = {
      events: (batch: readonly SessionEvent[]) => got.push(...batch.map(({ seq }) => seq)),
      reset: () => resets++,
    };

    beforeEach(() => {
      session = new FakeSession(server);
      [got, resets] = [[], 0];
    });
    afterEach(() => {
      for (const end of ends.splice(0)) end();
    });
    const tail = async (from: { after: number; identity?: string }) => {
      const end = await client.sessions.tail("s1", from, listener);
      ends.push(end);
      return end;
    };

    it("go on by cursor after a break, without a repeat and without a gap", async () => {
      await tail({ after: 1, identity: "i1" });
      expect(server.stream.url.pathname + server.stream.url.search).to.equal("/api/v1/channels/sessions/s1/events?after=1&identity=i1");
      session.say(some.text("a"));
      session.say(some.text("b"));
      await until(() => got.length === 2);
      server.stream.break();
      await retrying();
      session.append(some.text("c"));
      timers.fire();
      await until(() => server.streams.length === 2);
      expect(server.stream.url.searchParams.get("after")).to.equal("3");
      server.stream.events(...session.events.slice(2));
      await until(() => got.length === 3);
      expect([got, resets]).to.deep.equal([[2, 3, 4], 0]);
    });

    it("read again from the cursor where events are missing", async () => {
      await tail({ after: 1 });
      session.append(some.text("a"));
      session.say(some.text("b"));
      await retrying();
      timers.fire();
      await until(() => server.streams.length === 2);
      expect([server.stream.url.searchParams.get("after"), got, resets]).to.deep.equal(["1", [], 0]);
    });

    it("end with one reset where only a snapshot helps, after what came before it", async () => {
      await tail({ after: 1 });
      server.stream.send(`id: 2\nevent: text.appended\ndata: ${JSON.stringify(session.append(some.text("a")))}\n\nevent: reset\ndata: {}\n\n`);
      await until(() => resets === 1);
      await until(() => server.stream.cancelled || server.stream.aborted);
      expect([got, resets, timers.delays]).to.deep.equal([[2], 1, []]);
    });

    for (const code of ["session.not_found", "auth.invalid", "auth.forbidden", "request.bad_cursor"] as const)
      it(`end with a reset when a reconnect is refused with ${code}`, async () => {
        await tail({ after: 1 });
        server.down = code;
        server.stream.end();
        await retrying();
        timers.fire();
        await until(() => resets === 1);
        expect(timers.delays).to.deep.equal([]);
      });

    it("go on trying while the server is away", async () => {
      await tail({ after: 1 });
      server.down = "network";
      server.stream.break();
      for (let i = 0; i < 5; i++) {
        await retrying();
        timers.fire();
      }
      server.down = undefined;
      await retrying();
      timers.fire();
      await until(() => server.streams.length === 2);
      expect(resets).to.equal(0);
    });

    for (const down of ["network", "session.not_found", "auth.invalid"] as const)
      it(`fail to begin, and try no more, when the first answer is ${down}`, async () => {
        server.down = down;
        const error: unknown = await client.sessions.tail("s1", { after: 1 }, listener).catch((cause: unknown) => cause);
        expect(isAppError(error) && error.code).to.equal(down === "network" ? "host.unreachable" : down);
        expect([timers.delays, resets]).to.deep.equal([[], 0]);
      });

    it("are silent once ended, whatever was on its way", async () => {
      const end = await tail({ after: 1 });
      const { stream } = server;
      session.say(some.text("a"));
      end();
      await until(() => stream.aborted);
      expect([got, resets]).to.deep.equal([[], 0]);
    });
  });

  describe("of a binding", () => {
    let seen: unknown[];
    let end: () => void;
    beforeEach(() => {
      seen = [];
      const listener = { changed: (...change: unknown[]) => seen.push(change), onGap: () => seen.push("gap") };
      end = client.threads.watch("b1", listener);
    });
    afterEach(() => end());

    it("tell of a gap with each connection, then of changes", async () => {
      await until(() => seen.length === 1);
      expect(server.stream.url.pathname).to.equal("/api/v1/channels/bindings/b1/events");
      server.stream.message({ type: "changed", thread: "t", session: "s", head: 3 });
      server.stream.message({ type: "gap" });
      await until(() => seen.length === 3);
      server.stream.end();
      await retrying();
      timers.fire();
      await until(() => seen.length === 4);
      expect(seen).to.deep.equal(["gap", ["t", "s", 3], "gap", "gap"]);
    });

    it("go on trying even where they are refused: what was taken away may be given back", async () => {
      await until(() => seen.length === 1);
      server.down = "channel.binding_unknown";
      server.stream.end();
      await retrying();
      timers.fire();
      server.down = "auth.invalid";
      await retrying();
      timers.fire();
      await retrying();
      server.down = undefined;
      timers.fire();
      await until(() => seen.length === 2);
    });
  });
});
