import { newId } from "@open-cowork/shared";
import { expect } from "chai";
import { Surface } from "../surface.js";
import { aBinding, bytes, type TestBinding } from "./fixture.js";

describe("files of chats", () => {
  let surface: Surface;
  let mine: TestBinding;

  beforeEach(async () => {
    surface = await new Surface({ config: { maxUploadBytes: 1_000 } }).start();
    mine = await aBinding(surface);
  });
  afterEach(() => surface.stop());

  const upload = (query: Record<string, string>, body = "hello", token = mine.token) =>
    surface.call("POST", `/api/v1/channels/artifacts?${new URLSearchParams({ name: "a.txt", identity: mine.identity.id, ...query })}`, {
      ...{ token, body },
      headers: { "content-type": "text/plain" },
    });
  const content = (id: string, headers: Record<string, string> = {}, token = mine.token) =>
    surface.call("GET", `/api/v1/channels/artifacts/${id}/content`, { token, headers });
  const prompt = (...attachments: string[]) =>
    surface.call("POST", `/api/v1/channels/sessions/${mine.session}/commands`, {
      token: mine.token,
      json: {
        identity: mine.identity.id,
        command: { kind: "prompt", id: newId(), text: "look", attachments: attachments.map((artifact) => ({ artifact })) },
      },
    });
  const put = (session?: string) => surface.artifacts.put(mine.gateway, { name: "secret.txt", mime: "text/plain", session }, bytes("secret"), 10);

  it("come in for a session, and go out again whole and in parts", async () => {
    const { json, status } = await upload({ session: mine.session, name: "../ü.txt" });
    expect(status).to.equal(201);
    expect(json).to.include({ name: "ü.txt", mime: "text/plain", bytes: 5, session: mine.session });
    expect((await content(json.id)).text).to.equal("hello");
    const part = await content(json.id, { range: "bytes=1-3" });
    expect([part.status, part.text, part.headers.get("content-range")]).to.deep.equal([206, "ell", "bytes 1-3/5"]);
    const stat = await surface.call("GET", `/api/v1/channels/artifacts/${json.id}`, { token: mine.token });
    expect(stat.json).to.deep.equal(json);
  });

  it("are made by the gateway itself for a session that it carries, and for no other", async () => {
    const itself = (query: Record<string, string>) =>
      surface.call("POST", `/api/v1/channels/artifacts?${new URLSearchParams({ name: "answer.md", ...query })}`, {
        ...{ token: mine.token, body: "long" },
        headers: { "content-type": "text/markdown" },
      });
    const { json, status } = await itself({ session: mine.session });
    expect([status, json.id && (await content(json.id)).text]).to.deep.equal([201, "long"]);
    const other = await aBinding(surface);
    for (const session of [await surface.thread(), other.session, newId()]) expect((await itself({ session })).json.code).to.equal("session.not_found");
    expect((await itself({})).json.code).to.equal("request.invalid");
    expect((await surface.artifacts.list(mine.gateway, { limit: 10 })).items).to.have.lengthOf(1);
  });

  it("belong to the session whose prompt first names them", async () => {
    const { json } = await upload({});
    expect((await content(json.id)).json.code).to.equal("artifact.not_found");
    expect((await prompt(json.id)).status).to.equal(202);
    expect((await content(json.id)).text).to.equal("hello");
    expect(await surface.artifacts.stat(mine.gateway, json.id)).to.include({ session: mine.session });
  });

  it("of other sessions cannot be read, nor handed to the agent", async () => {
    const other = await aBinding(surface);
    const foreign = [await put(await surface.thread()), await put(other.session), await put(newId())];
    for (const { id } of [...foreign, { id: newId() }]) {
      expect((await content(id)).json.code).to.equal("artifact.not_found");
      expect((await surface.call("GET", `/api/v1/channels/artifacts/${id}`, { token: mine.token })).json.code).to.equal("artifact.not_found");
      const own = (await upload({})).json.id;
      expect((await prompt(own, id)).json.code).to.equal("artifact.not_found");
      expect(await surface.artifacts.stat(mine.gateway, own)).to.not.have.property("session", mine.session);
    }
    expect(surface.store.find(mine.gateway.tenant, mine.session)!.events).to.have.lengthOf(1);
    const elsewhere = await aBinding(surface, { tenant: "elsewhere" });
    const { id } = (await upload({ session: mine.session })).json;
    expect((await content(id, {}, elsewhere.token)).json.code).to.equal("artifact.not_found");
    expect((await content(id, {}, other.token)).json.code).to.equal("artifact.not_found");
  });

  it("are put into no session of others, and by nobody unknown", async () => {
    const other = await aBinding(surface);
    for (const session of [await surface.thread(), other.session, newId()])
      expect((await upload({ session })).json.code, session).to.equal("session.not_found");
    for (const identity of [other.identity.id, newId()]) expect((await upload({ identity })).json.code).to.equal("channel.identity_unknown");
    expect((await upload({ identity: "" })).status).to.equal(400);
    expect((await surface.artifacts.list(mine.gateway, { limit: 10 })).items).to.deep.equal([]);
  });

  it("do not outlive a session that is deleted during the upload", async () => {
    const store = surface.artifacts.put.bind(surface.artifacts);
    surface.artifacts.put = async (...args) => {
      const made = await store(...args);
      const token = surface.identity.admit(mine.owner.principal);
      await surface.call("DELETE", `/api/v1/sessions/${mine.session}`, { token });
      return made;
    };
    expect((await upload({ session: mine.session })).json.code).to.equal("session.not_found");
    expect((await surface.artifacts.list(mine.gateway, { limit: 10 })).items).to.deep.equal([]);
  });

  it("are no larger than the workspace takes, and no forms", async () => {
    expect((await upload({}, "x".repeat(1_001))).status).to.equal(413);
    const form = await surface.call("POST", `/api/v1/channels/artifacts?name=a&identity=${mine.identity.id}`, { token: mine.token, body: new FormData() });
    expect(form.json.code).to.equal("request.unsupported_type");
  });
});
