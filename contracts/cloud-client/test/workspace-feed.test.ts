import type { Attention, SessionSummary } from "@open-cowork/shared";
import { expect } from "chai";
import { CloudClient } from "../src/client.js";
import type { WorkspaceChange, WorkspaceFeed } from "../src/workspace-feed.js";
import { aSummary, FakeServer } from "./fake-server.js";
import { ManualTimers, until } from "./manual-timers.js";

describe("the live list of a workspace", () => {
  let server: FakeServer;
  let timers: ManualTimers;
  let feed: WorkspaceFeed;
  let list: SessionSummary[];
  let attention: Attention[];
  let changes: WorkspaceChange[];

  beforeEach(() => {
    server = new FakeServer();
    timers = new ManualTimers();
    list = [];
    attention = [];
    changes = [];
    server.on("GET /sessions", () => ({ items: list }));
    server.on("GET /approvals", () => ({ items: attention }));
    feed = new CloudClient({ baseUrl: "http://cowork.test", fetch: server.fetch, timers }).workspaceFeed();
    feed.onChange((change) => changes.push(change));
  });
  afterEach(() => feed.close());

  const live = async (cursor = "c1") => {
    feed.open();
    await until(() => server.streams.length > 0);
    server.stream.message({ type: "ready" }, cursor);
    await until(() => feed.state === "live");
    await until(() => server.requests.some(({ path }) => path === "/approvals"));
  };
  const ids = () => feed.sessions.map(({ id }) => id);

  it("lists pinned threads first, then by newest activity, without archived ones", async () => {
    list = [aSummary({ id: "old", activeAt: 1 }), aSummary({ id: "pin", activeAt: 2, pinned: true }), aSummary({ id: "new", activeAt: 3 })];
    list.push(aSummary({ id: "gone", archived: true }));
    await live();
    expect(ids()).to.deep.equal(["pin", "new", "old"]);
  });

  it("opens the stream before it reads the list", async () => {
    feed.open();
    await until(() => server.streams.length === 1);
    expect(server.requests.map(({ path }) => path)).to.deep.equal(["/events"]);
  });

  it("follows changes, and keeps the newer of two", async () => {
    list = [aSummary({ id: "a", title: "From the list", headSeq: 5 })];
    await live();
    server.stream.message({ type: "session", session: aSummary({ id: "a", title: "Older", headSeq: 4 }) }, "c2");
    server.stream.message({ type: "session", session: aSummary({ id: "b", headSeq: 1, activeAt: 9 }) }, "c3");
    await until(() => feed.sessions.length === 2);
    expect(feed.sessions.map(({ title }) => title)).to.deep.equal(["Thread", "From the list"]);
    server.stream.message({ type: "session", session: aSummary({ id: "b", headSeq: 2, archived: true }) }, "c4");
    await until(() => feed.sessions.length === 1);
    expect(changes).to.include("sessions");
  });

  it("removes a deleted thread for good, whatever comes late", async () => {
    list = [aSummary({ id: "a", headSeq: 9 })];
    await live();
    server.stream.message({ type: "session", session: aSummary({ id: "a", deleted: true, headSeq: 0 }) }, "c2");
    await until(() => feed.sessions.length === 0);
    feed.merge(aSummary({ id: "a", headSeq: 9 }));
    expect(ids()).to.deep.equal([]);
  });

  it("reads open decisions again when told, once for many messages", async () => {
    await live();
    await until(() => changes.includes("attention"));
    const before = server.requests.filter(({ path }) => path === "/approvals").length;
    server.stream.send('event: attention\ndata: {"type":"attention","session":"a"}\n\n'.repeat(10));
    await until(() => server.requests.filter(({ path }) => path === "/approvals").length > before);
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(server.requests.filter(({ path }) => path === "/approvals").length - before).to.be.at.most(2);
  });

  it("tells of settings", async () => {
    await live();
    server.stream.message({ type: "settings" });
    await until(() => changes.includes("settings"));
  });

  it("resumes by cursor", async () => {
    await live("c1");
    server.stream.message({ type: "session", session: aSummary({ id: "a" }) }, "c7");
    await until(() => feed.sessions.length === 1);
    server.stream.break();
    await until(() => feed.state === "reconnecting");
    timers.fire();
    await until(() => server.streams.length === 2);
    expect(server.stream.url.search).to.equal("?after=c7");
    await until(() => feed.state === "live");
    expect(server.requests.filter(({ path }) => path === "/sessions")).to.have.lengthOf(1);
  });

  it("reads everything again after a reset or a refused cursor, forgetting what is gone", async () => {
    list = [aSummary({ id: "a" }), aSummary({ id: "b" })];
    await live();
    list = [aSummary({ id: "b" })];
    server.stream.message({ type: "reset" });
    await until(() => feed.state === "reconnecting");
    timers.fire();
    await until(() => server.streams.length === 2);
    expect(server.stream.url.search).to.equal("");
    server.stream.message({ type: "ready" }, "c9");
    await until(() => feed.state === "live" && feed.sessions.length === 1);
    expect(ids()).to.deep.equal(["b"]);
  });

  it("reads the list page by page", async () => {
    const pages: unknown[] = [{ items: [aSummary({ id: "a", activeAt: 3 })], next: "p2" }, { items: [aSummary({ id: "b", activeAt: 2 })] }];
    server.on("GET /sessions", () => pages.shift());
    await live();
    await until(() => feed.sessions.length === 2);
    expect(ids()).to.deep.equal(["a", "b"]);
  });

  it("comes back when a list could not be read", async () => {
    server.on("GET /sessions", () => {
      throw Object.assign(new Error(), { code: "storage.unavailable" });
    });
    feed.open();
    await until(() => server.streams.length === 1);
    server.stream.message({ type: "ready" }, "c1");
    await until(() => feed.state === "reconnecting");
    expect(feed.error?.code).to.equal("storage.unavailable");
    list = [aSummary({ id: "a" })];
    server.on("GET /sessions", () => ({ items: list }));
    await until(() => timers.delays.includes(1_500));
    timers.fire();
    await until(() => server.streams.length === 2);
    server.stream.message({ type: "ready" }, "c2");
    await until(() => feed.state === "live" && feed.sessions.length === 1);
  });
});
