import { inspect } from "node:util";
import type { Log, LogFields, RequestContext } from "@open-cowork/core/kernel";
import { aDelivery, aMessage, aPerson } from "@open-cowork/core/testing";
import { type Command, isAppError, newId, Secret, type SessionEvent } from "@open-cowork/shared";
import { expect } from "chai";
import { aBinding, type TestBinding } from "../../http-api/test/channels/fixture.js";
import { CloudSide, type LinkPorts } from "./cloud-side.js";
import { Line } from "./line.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));
const until = async (done: () => boolean) => {
  while (!done()) await turn();
};
const codeOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    (value) => `answered ${JSON.stringify(value)}`,
    (cause: unknown) => cause,
  );
  return isAppError(error) ? error.code : error;
};

describe("the link to Cloud", () => {
  let cloud: CloudSide;
  let mine: TestBinding;
  let line: Line;
  let url: string;
  let link: Awaited<ReturnType<CloudSide["setUp"]>>;
  let ports: LinkPorts;
  let logged: string[];
  let gateway: RequestContext;
  let ann: RequestContext;
  const ends: (() => void)[] = [];

  beforeEach(async () => {
    cloud = await CloudSide.start();
    mine = await aBinding(cloud.surface);
    line = new Line(cloud.surface.port);
    logged = [];
    url = await line.open();
    link = await cloud.setUp(mine.token, { url, log: capturing(logged) });
    ports = link.ports;
    gateway = await ports.home.context();
    const { binding } = await cloud.surface.channels.access.person(mine.gateway, mine.identity.id);
    ann = await ports.home.as(mine.identity, binding);
  });
  afterEach(async () => {
    for (const end of ends.splice(0)) end();
    await cloud.stop();
    await line.close();
    expect(logged.join("\n")).to.not.contain(mine.token);
  });

  const prompt = (): Command => ({ kind: "prompt", id: newId(), text: "Hello", attachments: [], delivery: "queue" });
  const follow = async (ctx: RequestContext) => {
    const tail = { got: [] as number[], resets: 0, end: (): void => undefined };
    const sink = { events: (batch: readonly SessionEvent[]) => void tail.got.push(...batch.map(({ seq }) => seq)), reset: () => void tail.resets++ };
    tail.end = await ports.workspace.tail(ctx, mine.session, 1, sink);
    ends.push(tail.end);
    return tail;
  };

  it("works for people with their name and role, and for itself as a gateway", async () => {
    expect(gateway).to.deep.include({ tenant: mine.gateway.tenant, principal: mine.gateway.principal });
    expect(ann.principal).to.deep.include({ role: "member", actor: { kind: "channel", id: mine.identity.id, name: mine.identity.person.name } });
    const made = await ports.workspace.create(ann, { id: newId(), title: "From a chat" });
    await ports.threads.bind(gateway, mine.binding, mine.thread, made.id, made.headSeq);
    const result = await ports.workspace.command(ann, made.id, prompt());
    for (const ctx of [ann, gateway]) {
      const { summary, events, snapshot } = await ports.workspace.view(ctx, made.id);
      expect([summary.title, events.map(({ kind }) => kind), snapshot]).to.deep.equal(["From a chat", ["session.created", "run.queued"], undefined]);
      expect(events[1]!.run).to.equal(result.run);
    }
    expect((await ports.home.catalog(gateway)).agents).to.have.lengthOf(1);
    expect(ports.home.threadUrl(made.id)).to.equal(undefined);
  });

  it("gives a snapshot as the text of the view that it is", async () => {
    const view = { seq: 1, blocks: [], note: "as it was" };
    await cloud.surface.log.saveSnapshot(gateway, mine.session, { seq: 1, json: JSON.stringify(view) });
    const { snapshot, events } = await ports.workspace.view(gateway, mine.session);
    expect([snapshot?.seq, JSON.parse(snapshot!.json), events]).to.deep.equal([1, view, []]);
  });

  it("asks nothing of sessions in its own name", async () => {
    expect(await codeOf(ports.workspace.create(gateway, {}))).to.equal("auth.forbidden");
    expect(await codeOf(ports.workspace.command(gateway, mine.session, prompt()))).to.equal("auth.forbidden");
    const stranger = { ...ann, principal: { ...ann.principal, actor: { kind: "channel", id: newId(), name: "Eve" }, role: "owner" } } as const;
    expect(await codeOf(ports.workspace.command(stranger, mine.session, prompt()))).to.equal("channel.identity_unknown");
    await cloud.surface.channels.admin.changeIdentity(mine.owner, mine.identity.id, { role: "viewer" });
    expect(await codeOf(ports.workspace.command(ann, mine.session, prompt()))).to.equal("auth.forbidden");
    expect(await codeOf(ports.workspace.view(ann, await cloud.surface.thread()))).to.equal("session.not_found");
    expect(await codeOf(ports.workspace.tail(ann, newId(), 0, { events: () => undefined, reset: () => undefined }))).to.equal("session.not_found");
  });

  it("follows a session through a cut of the line, without a repeat and without a gap", async () => {
    const tail = await follow(gateway);
    await cloud.surface.say(mine.session, "a", "b");
    await until(() => tail.got.length === 2);
    line.cut();
    await cloud.surface.say(mine.session, "c");
    line.mend();
    await cloud.surface.say(mine.session, "d");
    await until(() => tail.got.length === 4);
    expect([tail.got, tail.resets]).to.deep.equal([[2, 3, 4, 5], 0]);
    tail.end();
    await until(() => cloud.surface.app.streams.size === 0);
  });

  it("tells that changes may have been missed, with each connection", async () => {
    const seen: unknown[] = [];
    const listener = { changed: (...change: unknown[]) => seen.push(change), onGap: () => seen.push("gap") };
    ends.push(ports.threads.watch(gateway, mine.binding, listener));
    await until(() => seen.length === 1);
    line.cut();
    await ports.threads.behind(gateway, mine.binding).catch(() => undefined);
    line.mend();
    await until(() => seen.length === 2);
    await ports.workspace.command(ann, mine.session, prompt());
    await until(() => seen.length === 3);
    expect(seen).to.deep.equal(["gap", "gap", [mine.thread, mine.session, 2]]);
  });

  it("says host.unreachable for everything while Cloud is away, which may be tried again", async () => {
    line.cut();
    const { binding } = mine;
    const all: Record<string, Promise<unknown>> = {
      connect: ports.directory.connect(gateway, { provider: "fake", instance: "x" }, "a.1", 1_000),
      identity: ports.directory.identity(gateway, binding, aPerson()),
      thread: ports.threads.behind(gateway, binding),
      claim: ports.inbound.claim(gateway, binding, [aMessage()]),
      put: ports.outbox.put(gateway, binding, mine.thread, [aDelivery()]),
      find: ports.interactions.find(gateway, binding, "00000000"),
      command: ports.workspace.command(ann, mine.session, prompt()),
      tail: follow(gateway),
      upload: ports.artifacts.put(ann, { name: "a", mime: "text/plain" }, chunks("a"), 10),
      content: ports.artifacts.read(gateway, newId()),
    };
    const outcomes = await Promise.allSettled(Object.values(all));
    for (const [i, name] of Object.keys(all).entries()) {
      const outcome = outcomes[i]!;
      const error: unknown = outcome.status === "rejected" ? outcome.reason : undefined;
      expect(isAppError(error) && [error.code, error.retryable], name).to.deep.equal(["host.unreachable", true]);
      expect(inspect(error, { depth: 10 }), name).to.not.contain(mine.token);
    }
    line.mend();
    expect(await ports.threads.behind(gateway, binding)).to.deep.equal([]);
  });

  it("loses no event whose claim was stored while its answer was lost", async () => {
    const said = aMessage("k1");
    await ports.inbound.claim(gateway, mine.binding, [aMessage("before")]);
    line.swallowNextAnswer();
    expect(await codeOf(ports.inbound.claim(gateway, mine.binding, [said]))).to.equal("host.unreachable");
    line.mend();
    // The platform was not told that we have it, so it delivers it again.
    expect(await ports.inbound.claim(gateway, mine.binding, [said, aMessage("before")])).to.deep.equal(["claimed", "known"]);
    const pending = await ports.inbound.pending(gateway, mine.binding, { limit: 10 });
    expect(pending.map(({ event }) => event.key)).to.deep.equal(["before", "k1"]);
    expect(await ports.inbound.claim(gateway, mine.binding, [said])).to.deep.equal(["known"]);
  });

  it("puts more messages than one request holds, the cursor with the last", async () => {
    await cloud.surface.say(mine.session, "a");
    const many = Array.from({ length: 250 }, (_, i) => aDelivery(`k${i}`, { ordinal: i }));
    const put = await ports.outbox.put(gateway, mine.binding, mine.thread, many, 2);
    expect(put.map(({ key }) => key)).to.deep.equal(many.map(({ key }) => key));
    expect((await ports.threads.get(gateway, mine.binding, mine.thread)).cursor).to.equal(2);
    expect(await ports.outbox.open(gateway, mine.binding)).to.have.lengthOf(250);
  });

  it("is told by every answer that its token was revoked, and its streams end", async () => {
    const tail = await follow(gateway);
    cloud.surface.identity.revoke(mine.gateway.principal.credential);
    await until(() => tail.resets === 1);
    expect(await codeOf(ports.threads.behind(gateway, mine.binding))).to.equal("auth.invalid");
    expect(await codeOf(ports.inbound.claim(gateway, mine.binding, [aMessage()]))).to.equal("auth.invalid");
    const report = await link.contributes!.health![0]!.check();
    expect(report).to.deep.include({ state: "failed" });
    expect(report.detail).to.contain("refuses the token of this gateway");
    // The operator of this host is signed in all the same.
    expect(await codeOf(ports.outbox.list(gateway, { limit: 1 }))).to.equal("host.unreachable");
  });

  it("takes a rotated token over while it runs, and stays with one Cloud", async () => {
    const before = (await ports.home.context()).principal.credential;
    const next = cloud.surface.identity.issue("gateway");
    await link.reconfigure!({ url, token: new Secret(next.secret, "gateway.token") });
    const after = (await ports.home.context()).principal.credential;
    expect([before, after]).to.deep.equal([mine.gateway.principal.credential, next.principal.credential]);
    for (const [change, code] of [
      [{ url: "http://127.0.0.1:1", token: next.secret }, "plugin.restart_needed"],
      [{ url, token: " " }, "config.invalid"],
    ] as const) {
      const changed = async () => link.reconfigure!({ url: change.url, token: new Secret(change.token, "gateway.token") });
      expect(await codeOf(changed())).to.equal(code);
    }
    expect((await ports.home.context()).principal.credential).to.equal(after);
  });

  it("shows operators of its host the bindings that it serves", async () => {
    const [route] = link.contributes!.routes!;
    expect([route!.method, route!.path, route!.access]).to.deep.equal(["GET", "/channels/bindings", "channel.serve"]);
    const answer = (await route!.handler(gateway, {} as never)) as { json: { items: { id: string }[] } };
    expect(answer.json.items.map(({ id }) => id)).to.deep.equal([mine.binding]);
  });
});

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

function capturing(lines: string[]): Log {
  const write = (event: string, fields: LogFields = {}) => void lines.push(`${event} ${inspect(fields, { depth: 10 })}`);
  const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
  return log;
}
