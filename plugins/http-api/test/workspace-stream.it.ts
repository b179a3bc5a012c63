import { some } from "@open-cowork/core/testing";
import { expect } from "chai";
import { SseReader } from "./sse-reader.js";
import { Surface } from "./surface.js";

describe("the workspace stream", () => {
  let surface: Surface;
  let token: string;
  const readers: SseReader[] = [];

  beforeEach(async () => {
    surface = await new Surface().start();
    token = surface.identity.issue().secret;
  });
  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.close();
    await surface.stop();
  });

  const open = async (query = "", as = token) => {
    const reader = await SseReader.open(surface.url(`/api/v1/events${query}`), { authorization: `Bearer ${as}` });
    readers.push(reader);
    if (reader.response.statusCode === 200) await reader.until(({ kinds }) => kinds.includes("ready"));
    return reader;
  };
  const sessions = (reader: SseReader) => reader.data.flatMap((data) => (data as { session?: { id: string; title: string } }).session?.title ?? []);
  const rename = (session: string, title: string) =>
    surface.call("PATCH", `/api/v1/sessions/${session}`, { token, json: { title } }).then(({ status }) => expect(status).to.equal(200));

  it("tells changes of the list as they happen", async () => {
    const reader = await open();
    const session = await surface.thread();
    await reader.until((one) => sessions(one).length === 1);
    await rename(session, "Second");
    await surface.clock.advance(100);
    await reader.until((one) => sessions(one).includes("Second"));
    expect(sessions(reader)).to.deep.equal(["A thread", "Second"]);
  });

  it("goes on from a cursor, without a change left out", async () => {
    const first = await open();
    const session = await surface.thread();
    await first.until(({ ids }) => ids.length === 2);
    first.close();
    await rename(session, "While away");
    await surface.thread();
    const second = await open(`?after=${first.ids.at(-1)}`);
    expect(sessions(second)).to.deep.equal(["While away", "A thread"]);
    expect(second.kinds).to.deep.equal(["session", "session", "ready"]);
  });

  it("takes the cursor under every name that it has", async () => {
    const first = await open();
    await surface.thread();
    const cursor = first.ids.at(-1)!;
    expect(sessions(await open(`?cursor=${cursor}`))).to.deep.equal(["A thread"]);
    const header = { authorization: `Bearer ${token}`, "last-event-id": cursor };
    const resumed = await SseReader.open(surface.url("/api/v1/events?cursor=older"), header);
    readers.push(resumed);
    await resumed.until((one) => sessions(one).length === 1);
    expect((await open("?cursor=nonsense")).response.statusCode).to.equal(400);
  });

  it("reads the index once for all readers", async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => open()));
    let reads = 0;
    const changes = surface.index.changes.bind(surface.index);
    surface.index.changes = (...args) => {
      reads++;
      return changes(...args);
    };
    await surface.thread();
    await Promise.all(all.map((reader) => reader.until((one) => sessions(one).length === 1)));
    expect(reads).to.equal(1);
  });

  it("sees a change that falls between its read and its first cursor", async () => {
    const changes = surface.index.changes.bind(surface.index);
    surface.index.changes = async (...args) => {
      const answer = await changes(...args);
      surface.index.changes = changes;
      await surface.thread();
      return answer;
    };
    const reader = await open();
    await surface.clock.advance(100);
    await reader.until((one) => sessions(one).length === 1);
  });

  it("repairs itself when announcements were lost", async () => {
    const reader = await open();
    await surface.log.append({ tenant: surface.identity.tenant }, { session: "quiet", epoch: null, events: [some.created("Quiet")], create: true });
    surface.bus.gap();
    await reader.until((one) => sessions(one).includes("Quiet"));
    expect(reader.kinds).to.include("attention");
  });

  it("tells of decisions and settings", async () => {
    const reader = await open();
    await surface.call("POST", "/api/v1/model-providers", { token, json: { kind: "demo" } });
    await reader.until(({ kinds }) => kinds.includes("settings"));
    surface.bus.publish(`workspace.${surface.identity.tenant}`, { type: "attention", session: "s" });
    await reader.until(({ kinds }) => kinds.includes("attention"));
  });

  it("tells nothing of other tenants", async () => {
    const stranger = await open("", surface.identity.issue("owner", "elsewhere").secret);
    const mine = await open();
    await surface.thread();
    await mine.until((one) => sessions(one).length === 1);
    await surface.thread("elsewhere");
    await stranger.until((one) => sessions(one).length === 1);
    expect(stranger.kinds).to.deep.equal(["ready", "session"]);
  });

  it("refuses a cursor that is not its own", async () => {
    const reader = await open("?after=nonsense");
    expect(reader.response.statusCode).to.equal(400);
    await reader.end();
    expect(reader.text).to.contain("request.bad_cursor");
  });

  it("says how to ask for it", async () => {
    const { status, json } = await surface.call("GET", "/api/v1/events", { token });
    expect([status, json.code]).to.deep.equal([400, "request.invalid"]);
  });
});
