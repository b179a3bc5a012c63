import { some } from "@open-cowork/core/testing";
import { newId } from "@open-cowork/shared";
import { expect } from "chai";
import { Surface } from "../surface.js";
import { aBinding, aMember, aSpoken, type TestBinding } from "./fixture.js";

describe("what people of chats ask of sessions", () => {
  let surface: Surface;
  let mine: TestBinding;

  beforeEach(async () => {
    surface = await new Surface().start();
    mine = await aBinding(surface);
  });
  afterEach(() => surface.stop());

  const post = (path: string, json: unknown, token = mine.token) => surface.call("POST", `/api/v1/channels${path}`, { token, json });
  const get = (path: string, token = mine.token) => surface.call("GET", `/api/v1/channels${path}`, { token });
  const prompt = (text = "Hello") => ({ kind: "prompt", id: newId(), text });
  const ask = (identity: string, session: string, command: unknown, token = mine.token) => post(`/sessions/${session}/commands`, { identity, command }, token);
  const outcome = async (answer: ReturnType<typeof ask>) => {
    const { status, json } = await answer;
    return status < 300 ? status : json.code;
  };
  const headOf = (session: string) => surface.store.find(mine.gateway.tenant, session)!.events.length;

  it("is asked in their own name", async () => {
    const { json: session, status } = await post("/sessions", { identity: mine.identity.id, title: "From a chat" });
    expect(status).to.equal(201);
    const bound = await post(`/bindings/${mine.binding}/threads/${mine.thread}/bind`, { session: session.id, cursor: 1 });
    expect(bound.json).to.include({ session: session.id, cursor: 1 });
    expect(await outcome(ask(mine.identity.id, session.id, prompt()))).to.equal(202);
    const events = surface.store.find(mine.gateway.tenant, session.id)!.events;
    const by = { kind: "channel", id: mine.identity.id, name: mine.identity.person.name };
    expect(events.map(({ kind, body }) => [kind, (body as { by: unknown }).by])).to.deep.equal([
      ["session.created", by],
      ["run.queued", by],
    ]);
    const view = await get(`/sessions/${session.id}/view?identity=${mine.identity.id}`);
    expect([view.status, (view.json as unknown as { events: unknown[] }).events.length]).to.deep.equal([200, 2]);
  });

  it("runs once, however often it is asked with one id", async () => {
    const command = prompt();
    const [first, again] = [await ask(mine.identity.id, mine.session, command), await ask(mine.identity.id, mine.session, command)];
    expect(again.json).to.deep.equal(first.json);
    expect(headOf(mine.session)).to.equal(2);
  });

  it("is what their role allows, and no more", async () => {
    const people = { viewer: "", approver: "", member: "" };
    for (const role of ["viewer", "approver", "member"] as const) people[role] = (await aMember(surface, mine, role)).id;
    const approvals = { viewer: "", approver: "a1", member: "a2" };
    await surface.publishing.append(mine.gateway, {
      session: mine.session,
      epoch: null,
      events: [some.approval("a1", "run"), some.approval("a2", "run")],
    });
    const allowed: unknown[] = [];
    for (const role of ["viewer", "approver", "member"] as const) {
      const answer = { kind: "approval.answer", id: newId(), approval: approvals[role] || "a1", answer: "once" };
      const renaming = { kind: "rename", id: newId(), title: "Other" };
      allowed.push([role, ...(await Promise.all([prompt(), answer, renaming].map((command) => outcome(ask(people[role], mine.session, command)))))]);
      allowed.push(await outcome(post("/sessions", { identity: people[role] })));
      const upload = surface.call("POST", `/api/v1/channels/artifacts?identity=${people[role]}&name=a`, { token: mine.token, body: "x" });
      allowed.push(await outcome(upload));
      allowed.push(await outcome(get(`/sessions/${mine.session}/view?identity=${people[role]}`)));
    }
    const no = "auth.forbidden";
    expect(allowed).to.deep.equal([
      ...[["viewer", no, no, no], no, no, 200],
      ...[["approver", no, 202, no], no, no, 200],
      ...[["member", 202, 202, 202], 201, 201, 200],
    ]);
  });

  it("gains nothing by what the request claims", async () => {
    const viewer = await aMember(surface, mine, "viewer");
    const claims = { role: "owner", actor: { kind: "person", id: "o", name: "Owner" }, principal: { role: "owner" }, binding: mine.binding, tenant: "t" };
    const body = { identity: viewer.id, command: { ...prompt(), ...claims, by: claims.actor }, ...claims };
    expect(await outcome(post(`/sessions/${mine.session}/commands`, body))).to.equal("auth.forbidden");
    expect(await outcome(post("/sessions", { identity: viewer.id, ...claims }))).to.equal("auth.forbidden");
    expect(await outcome(post(`/sessions/${mine.session}/commands?identity=${mine.identity.id}`, body))).to.equal("auth.forbidden");
    expect(headOf(mine.session)).to.equal(1);
  });

  it("ends at once for somebody who is blocked, and where the binding is switched off", async () => {
    const { id } = mine.identity;
    const all = async () => [
      await outcome(ask(id, mine.session, prompt())),
      await outcome(post("/sessions", { identity: id })),
      await outcome(surface.call("POST", `/api/v1/channels/artifacts?identity=${id}&name=a`, { token: mine.token, body: "x" })),
      await outcome(get(`/sessions/${mine.session}/view?identity=${id}`)),
      await outcome(get(`/sessions/${mine.session}/events?identity=${id}`)),
    ];
    const { admin } = surface.channels;
    await admin.changeIdentity(mine.owner, id, { blocked: true });
    expect(await all()).to.deep.equal(Array(5).fill("auth.forbidden"));
    await admin.changeIdentity(mine.owner, id, { blocked: false });
    await admin.update(mine.owner, mine.binding, { enabled: false });
    expect(await all()).to.deep.equal(Array(5).fill("channel.disabled"));
    await admin.update(mine.owner, mine.binding, { enabled: true });
    expect(await all()).to.deep.equal([202, 201, 201, 200, 200]);
    await admin.changeIdentity(mine.owner, id, { role: "viewer" });
    expect(await outcome(ask(id, mine.session, prompt()))).to.equal("auth.forbidden");
  });

  it("is asked by people of the gateway's own bindings only", async () => {
    const others = [await aBinding(surface), await aBinding(surface, { tenant: "elsewhere" })];
    for (const { identity, session } of others) {
      expect(await outcome(ask(identity.id, mine.session, prompt()))).to.equal("channel.identity_unknown");
      expect(await outcome(ask(identity.id, session, prompt()))).to.equal("channel.identity_unknown");
      expect(await outcome(post("/sessions", { identity: identity.id }))).to.equal("channel.identity_unknown");
      expect(await outcome(get(`/sessions/${mine.session}/view?identity=${identity.id}`))).to.equal("channel.identity_unknown");
    }
    expect(await outcome(ask(newId(), mine.session, prompt()))).to.equal("channel.identity_unknown");
  });

  it("is asked of sessions of their own binding, though the gateway serves others too", async () => {
    const second = await surface.channels.directory.connect(mine.gateway, { provider: "fake", instance: "second" }, "node.1", 60_000);
    const there = { ...mine, binding: second.binding.id };
    const bob = await aMember(surface, there, "member");
    const { session } = await aSpoken(surface, there, bob);
    expect(await outcome(ask(bob.id, session, prompt()))).to.equal(202);
    for (const [identity, of] of [
      [mine.identity.id, session],
      [bob.id, mine.session],
    ] as const) {
      expect(await outcome(ask(identity, of, prompt()))).to.equal("session.not_found");
      expect(await outcome(get(`/sessions/${of}/view?identity=${identity}`))).to.equal("session.not_found");
    }
    // Nobody named: the gateway carries both conversations.
    for (const of of [session, mine.session]) expect(await outcome(get(`/sessions/${of}/view`))).to.equal(200);
  });

  it("reaches no session of the workspace that no conversation of the binding has", async () => {
    const other = await aBinding(surface);
    const made = (await post("/sessions", { identity: mine.identity.id })).json.id;
    for (const session of [await surface.thread(), other.session, (await aBinding(surface, { tenant: "elsewhere" })).session, made, newId()]) {
      expect(await outcome(ask(mine.identity.id, session, prompt())), session).to.equal("session.not_found");
      for (const path of [`/sessions/${session}/view`, `/sessions/${session}/events`, `/sessions/${session}/events?identity=${mine.identity.id}`])
        expect(await outcome(get(path)), path).to.equal("session.not_found");
    }
  });

  it("cannot be widened by binding a session that is not of the binding", async () => {
    const bind = (session: string, token = mine.token) => post(`/bindings/${mine.binding}/threads/${mine.thread}/bind`, { session, cursor: 0 }, token);
    const web = await surface.thread();
    const other = await aBinding(surface);
    const impostor = await surface.thread(mine.gateway.tenant, [], { kind: "channel", id: newId(), name: "Nobody" });
    const namesake = await surface.thread(mine.gateway.tenant, [], { kind: "person", id: mine.identity.id, name: "Ann" });
    for (const session of [web, other.session, impostor, namesake, newId()]) expect(await outcome(bind(session))).to.equal("session.not_found");
    expect((await surface.channels.threads.get(mine.gateway, mine.binding, mine.thread)).session).to.equal(mine.session);
    // Who may read all sessions may let one of them speak in a chat; from then on the gateway carries it, and takes it up again after another.
    const owner = surface.identity.admit(mine.owner.principal);
    expect(await outcome(bind(web, owner))).to.equal(200);
    const made = (await post("/sessions", { identity: mine.identity.id })).json.id;
    for (const session of [made, web, mine.session]) expect(await outcome(bind(session))).to.equal(200);
    expect(await outcome(ask(mine.identity.id, web, prompt()))).to.equal(202);
    const history = await get(`/bindings/${mine.binding}/threads/${mine.thread}/history`);
    expect(history.json.items.map((item) => (item as unknown as { id: string }).id)).to.deep.equal([mine.session, web, made]);
  });
});
