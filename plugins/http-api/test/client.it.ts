import { CloudClient } from "@open-cowork/cloud-client";
import { event, isAppError, newId } from "@open-cowork/shared";
import { expect } from "chai";
import { Surface } from "./surface.js";

/** The protocol's client against the real server: what each believes of the other is true. */
describe("the client and the server", () => {
  let surface: Surface;
  let client: CloudClient;
  let credential: string;
  const open: { close(): void }[] = [];

  beforeEach(async () => {
    surface = await new Surface().start();
    const issued = surface.identity.issue();
    credential = issued.principal.credential;
    client = new CloudClient({ baseUrl: surface.url("").replace(/\/$/, ""), token: issued.secret });
  });
  afterEach(async () => {
    for (const one of open.splice(0)) one.close();
    await surface.stop();
  });

  const changed = async (feed: { onChange(callback: () => void): () => void }, done: () => boolean) => {
    while (!done()) {
      await new Promise<void>((resolve) => {
        const stop = feed.onChange(() => {
          stop();
          resolve();
        });
      });
    }
  };
  const feedOf = (session: string) => {
    const feed = client.feed(session);
    open.push(feed);
    feed.open();
    return feed;
  };

  it("agree on every plain request", async () => {
    const session = await client.sessions.create({ title: "One" });
    expect((await client.sessions.list()).items.map(({ id }) => id)).to.deep.equal([session.id]);
    expect((await client.sessions.patch(session.id, { title: "Two", pinned: true, tags: ["a"] })).title).to.equal("Two");
    expect(await client.sessions.get(session.id)).to.include({ pinned: true });
    expect(await client.me()).to.deep.include({ role: "owner" });
    expect((await client.workspace()).limits.promptChars).to.equal(200_000);
    expect((await client.catalog()).agents).to.have.lengthOf(1);
    expect(await client.approvals()).to.deep.equal([]);
    expect(await client.search("two")).to.have.lengthOf(1);
    expect(await client.models.list()).to.have.lengthOf(1);
    expect(await client.models.test({ kind: "demo" })).to.include({ ok: true });
    expect(await client.models.save({ kind: "demo" })).to.include({ id: "demo" });
    await client.models.remove("demo");
    const { token, secret } = await client.tokens.create({ name: "ci" });
    expect([token.name, secret.startsWith("oct_")]).to.deep.equal(["ci", true]);
    expect(await client.tokens.list()).to.deep.equal([]);
    expect(await client.logins.list()).to.have.lengthOf(1);
    await client.sessions.remove(session.id);
    const missing = await client.sessions.get(session.id).catch((error: unknown) => error);
    expect(isAppError(missing) && missing.code).to.equal("session.not_found");
  });

  it("move files", async () => {
    const artifact = await client.artifacts.upload(new TextEncoder().encode("hello"), { name: "ü.txt", mime: "text/plain" });
    expect(artifact).to.include({ name: "ü.txt", bytes: 5 });
    expect(await client.artifacts.get(artifact.id)).to.deep.equal(artifact);
    expect(client.artifacts.contentUrl(artifact.id)).to.equal(surface.url(`/api/v1/artifacts/${artifact.id}/content`));
  });

  it("keep two windows on one thread the same", async () => {
    const session = await surface.thread();
    const [one, two] = [feedOf(session), feedOf(session)];
    await changed(one, () => one.state === "live");
    await changed(two, () => two.state === "live");
    const prompt = one.prompt({ text: "Hello" });
    expect(one.pending.map(({ id }) => id)).to.deep.equal([prompt.id]);
    await changed(two, () => two.view.blocks.length === 1);
    await changed(one, () => one.pending.length === 0);
    await surface.say(session, "Hi ", "there", " ");
    await changed(one, () => one.view.seq === 5);
    await changed(two, () => two.view.seq === 5);
    expect(one.view).to.deep.equal(two.view);
  });

  it("run a prompt once that is sent twice", async () => {
    const session = await surface.thread();
    const id = newId();
    const first = await client.sessions.command(session, { kind: "prompt", id, text: "Hello" });
    expect(await client.sessions.command(session, { kind: "prompt", id, text: "Hello" })).to.deep.equal(first);
    expect((await client.sessions.view(session)).fold.view.blocks).to.have.lengthOf(1);
  });

  it("catch up by cursor after a cut", async () => {
    const session = await surface.thread();
    const feed = feedOf(session);
    await changed(feed, () => feed.state === "live");
    feed.close();
    await surface.say(session, "while ", "away");
    feed.open();
    await changed(feed, () => feed.view.seq === 3);
    expect(feed.view.blocks.map((block) => (block.type === "text" ? block.text : ""))).to.deep.equal(["while away"]);
  });

  it("end a feed whose sign-in was revoked, and one whose thread was deleted", async () => {
    const session = await surface.thread();
    const feed = feedOf(session);
    await changed(feed, () => feed.state === "live");
    const by = { kind: "person", id: "p", name: "P" } as const;
    await surface.publishing.append({ tenant: surface.identity.tenant }, { session, epoch: null, events: [event("session.deleted", { by })] });
    await changed(feed, () => feed.view.deleted);
    feed.reconnectNow();
    await changed(feed, () => feed.state === "missing");
    const other = feedOf(await surface.thread());
    await changed(other, () => other.state === "live");
    surface.identity.revoke(credential);
    await changed(other, () => other.state === "failed");
    expect(other.error?.code).to.equal("auth.invalid");
  });

  it("keep the thread list live", async () => {
    const first = await surface.thread();
    const feed = client.workspaceFeed();
    open.push(feed);
    feed.open();
    await changed(feed, () => feed.state === "live" && feed.sessions.length === 1);
    const second = await client.sessions.create({ title: "Second" });
    await changed(feed, () => feed.sessions.length === 2);
    await client.sessions.remove(first);
    await surface.clock.advance(100);
    await changed(feed, () => feed.sessions.length === 1);
    expect(feed.sessions[0]!.id).to.equal(second.id);
  });
});
