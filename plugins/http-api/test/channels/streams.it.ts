import { event, newId } from "@open-cowork/shared";
import { expect } from "chai";
import { HEARTBEAT_MS } from "../../src/sse/sse-streams.js";
import { SseReader } from "../sse-reader.js";
import { Surface } from "../surface.js";
import { aBinding, aSpoken, type TestBinding } from "./fixture.js";

describe("the streams of a gateway", () => {
  let surface: Surface;
  let mine: TestBinding;
  const readers: SseReader[] = [];

  beforeEach(async () => {
    surface = await new Surface().start();
    mine = await aBinding(surface);
  });
  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.close();
    await surface.stop();
  });

  const open = async (path: string, token = mine.token, headers: Record<string, string> = {}) => {
    const reader = await SseReader.open(surface.url(`/api/v1/channels${path}`), { authorization: `Bearer ${token}`, ...headers });
    readers.push(reader);
    if (reader.response.statusCode === 200) await reader.until(({ text }) => text.includes(": open"));
    return reader;
  };
  const codeOf = async (reader: SseReader) => {
    await reader.end();
    return (JSON.parse(reader.text) as { code: string }).code;
  };
  const watch = (token?: string) => open(`/bindings/${mine.binding}/events`, token);
  const tail = (query = "") => open(`/sessions/${mine.session}/events${query}`);
  const rename = (session: string, title: string) =>
    surface.publishing.append(mine.gateway, { session, epoch: null, events: [event("session.renamed", { title, by: mine.owner.principal.actor })] });

  it("tell what is new in the sessions of its conversations, the first at once, what comes close after together", async () => {
    const other = await aSpoken(surface, mine, mine.identity);
    const reader = await watch();
    const change = (thread: string, session: string, head: number) => ({ type: "changed", thread, session, head });
    await rename(mine.session, "One");
    await reader.until(({ kinds }) => kinds.length === 1);
    for (let i = 0; i < 10; i++) await rename(mine.session, `More ${i}`);
    await rename(other.session, "Other");
    await rename(await surface.thread(), "Nobody's");
    while (surface.clock.pending < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(reader.kinds).to.deep.equal(["changed"]);
    await surface.clock.advance(50);
    await reader.until(({ kinds }) => kinds.length === 3);
    expect(reader.data).to.deep.equal([change(mine.thread, mine.session, 2), change(mine.thread, mine.session, 12), change(other.thread, other.session, 2)]);
  });

  it("tell when something may have been missed, beat, and leave nothing behind", async () => {
    const timers = surface.clock.pending;
    const reader = await watch();
    surface.bus.gap();
    await reader.until(({ kinds }) => kinds.includes("gap"));
    await surface.clock.advance(HEARTBEAT_MS);
    await reader.until(({ text }) => text.includes(": \n\n"));
    await rename(mine.session, "One");
    await reader.until(({ kinds }) => kinds.includes("changed"));
    reader.close();
    while (surface.app.streams.size > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(surface.clock.pending).to.equal(timers);
    await rename(mine.session, "Two");
  });

  it("of a session replay after the cursor and go on live, for a person or for the gateway", async () => {
    await surface.say(mine.session, "a", "b");
    for (const query of ["?after=1", `?after=1&identity=${mine.identity.id}`]) {
      const reader = await tail(query);
      await reader.until(({ ids }) => ids.length === 2);
      expect(reader.kinds).to.deep.equal(["text.appended", "text.appended"]);
    }
    const resumed = await open(`/sessions/${mine.session}/events?after=1`, mine.token, { "last-event-id": "2" });
    await surface.say(mine.session, "c");
    await resumed.until(({ ids }) => ids.length === 2);
    expect(resumed.ids).to.deep.equal(["3", "4"]);
    const page = await surface.call("GET", `/api/v1/channels/sessions/${mine.session}/events?limit=2`, { token: mine.token });
    expect([page.json.items.map(({ seq }) => seq), page.json.next]).to.deep.equal([[1, 2], "2"]);
  });

  it("are not opened for bindings and sessions of others", async () => {
    const other = await aBinding(surface);
    const elsewhere = await aBinding(surface, { tenant: "elsewhere" });
    for (const { token } of [other, elsewhere]) {
      expect(await codeOf(await watch(token))).to.equal("channel.binding_unknown");
      expect(await codeOf(await open(`/sessions/${mine.session}/events`, token))).to.equal("session.not_found");
    }
    const member = surface.identity.issue("member").secret;
    expect(await codeOf(await watch(member))).to.equal("auth.forbidden");
    expect(await codeOf(await open(`/sessions/${mine.session}/events`, member))).to.equal("auth.forbidden");
    expect(surface.app.streams.size).to.equal(0);
  });

  for (const query of ["?after=x", "?after=-1", "?after=1.5", `?after=${"9".repeat(30)}`, "?after=99", "?limit=0", "?limit=1001", "?identity=../x"])
    it(`are not opened with ${query}`, async () => {
      expect(await codeOf(await tail(query))).to.be.oneOf(["request.bad_cursor", "request.invalid"]);
    });

  it("end at once when the token is revoked, and every call is refused from then on", async () => {
    const open = await Promise.all([watch(), tail(), tail()]);
    const others = await aBinding(surface);
    const theirs = await SseReader.open(surface.url(`/api/v1/channels/bindings/${others.binding}/events`), { authorization: `Bearer ${others.token}` });
    readers.push(theirs);
    surface.identity.revoke(mine.gateway.principal.credential);
    await Promise.all(open.map((reader) => reader.end()));
    expect(theirs.ended).to.equal(false);
    for (const [method, path, json] of [
      ["GET", "/home"],
      ["GET", `/bindings/${mine.binding}/threads/behind`],
      ["POST", `/bindings/${mine.binding}/inbound`, { events: [] }],
      ["GET", `/bindings/${mine.binding}/events`],
      ["POST", "/sessions", { identity: mine.identity.id }],
      ["GET", `/artifacts/${newId()}/content`],
    ] as const) {
      const answer = await surface.call(method, `/api/v1/channels${path}`, { token: mine.token, json });
      expect([path, answer.status, answer.json.code]).to.deep.equal([path, 401, "auth.invalid"]);
    }
  });
});
