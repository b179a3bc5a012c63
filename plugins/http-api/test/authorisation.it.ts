import { ROLE_PERMISSIONS } from "@open-cowork/core/authority";
import type { RouteDeclaration } from "@open-cowork/core/transport";
import { newId, ROLES, type Role } from "@open-cowork/shared";
import { expect } from "chai";
import { EXAMPLES, nameOf, oneOfEverything, requestOf } from "./examples.js";
import { Surface } from "./surface.js";

/** To end what is not one's own does nothing and says nothing. */
const SILENT: ReadonlySet<string> = new Set(["DELETE /auth/sessions/:id", "DELETE /channels/pairings/:id"]);
const isStream = (route: RouteDeclaration) => route.path === "/events";

describe("authorisation, for every route there is", () => {
  let surface: Surface;
  let ids: Record<string, string>;

  beforeEach(async () => {
    surface = await new Surface().start();
    ids = await oneOfEverything(surface);
  });
  afterEach(() => surface.stop());

  const send = (route: RouteDeclaration, token?: string) => {
    const { path, ...content } = requestOf(route, ids);
    return surface.call(route.method, path, { token, ...content });
  };
  const guarded = () => surface.app.routes.filter((route) => route.access !== "public");

  it("has an example of every request", () => {
    const missing = surface.app.routes.filter((route) => (route.body || route.raw !== undefined) && !EXAMPLES[nameOf(route)]);
    expect(missing.map(nameOf)).to.deep.equal([]);
    expect(guarded()).to.have.length.above(20);
  });

  it("refuses anonymous callers of everything that is not public", async () => {
    for (const route of guarded()) {
      const { status, json } = await send(route);
      expect([nameOf(route), status, json.code]).to.deep.equal([nameOf(route), 401, "auth.required"]);
    }
  });

  it("refuses unknown and malformed credentials", async () => {
    for (const route of guarded()) {
      const { status, json } = await send(route, "oct_unknown");
      expect([nameOf(route), status, json.code]).to.deep.equal([nameOf(route), 401, "auth.invalid"]);
    }
    const basic = await surface.call("GET", "/api/v1/sessions", { headers: { authorization: "Basic b3duZXI6" } });
    expect([basic.status, basic.json.code]).to.deep.equal([401, "auth.invalid"]);
  });

  it("gives each role what its permissions say and nothing else", async () => {
    for (const role of ROLES) {
      for (const route of guarded()) {
        if (isStream(route)) continue;
        const { secret } = surface.identity.issue(role);
        const { status, json } = await send(route, secret);
        const allowed = mayUse(role, route);
        if (allowed) expect([status, json?.code], `${role} ${nameOf(route)}`).to.not.include.oneOf([401, "auth.forbidden"]);
        else expect([role, nameOf(route), status, json.code]).to.deep.equal([role, nameOf(route), 403, "auth.forbidden"]);
      }
      ids = await oneOfEverything(surface);
    }
  });

  it("opens the channels to a gateway, and nothing else", () => {
    const open = guarded().filter((route) => mayUse("gateway", route));
    expect(open).to.have.length.above(20);
    for (const route of open) expect([route.path.startsWith("/channels/"), route.access], nameOf(route)).to.deep.equal([true, "channel.serve"]);
    const forPeople = guarded().filter((route) => route.path.startsWith("/channels/") && !open.includes(route));
    expect(forPeople.every((route) => route.access === "settings.write")).to.equal(true);
  });

  it("holds each kind of command against its own permission", async () => {
    const { secret } = surface.identity.issue("approver");
    const command = (json: unknown) => surface.call("POST", `/api/v1/sessions/${ids.session}/commands`, { token: secret, json });
    expect((await command({ kind: "delete", id: "c1" })).status).to.equal(403);
    expect((await command({ kind: "prompt", id: "c2", text: "x" })).status).to.equal(403);
    expect((await command({ kind: "approval.answer", id: "c3", approval: "none", answer: "once" })).json.code).to.equal("approval.not_pending");
  });

  it("shows nothing of one tenant to another's owner", async () => {
    const before = JSON.stringify(await surface.index.get({ tenant: surface.identity.tenant }, ids.session!));
    for (const route of guarded().filter((one) => one.path.includes(":id"))) {
      const { secret } = surface.identity.issue("owner", newId());
      const { status, text } = await send(route, secret);
      const expected = SILENT.has(nameOf(route)) ? 204 : 404;
      expect([nameOf(route), status]).to.deep.equal([nameOf(route), expected]);
      expect(text).to.not.contain("A thread");
    }
    expect(JSON.stringify(await surface.index.get({ tenant: surface.identity.tenant }, ids.session!))).to.equal(before);
  });
});

function mayUse(role: Role, route: RouteDeclaration): boolean {
  if (route.access === "signed-in") return role !== "gateway";
  if (route.access === "public") return true;
  // The example command is a prompt, which asks for more than the route does.
  const needed = nameOf(route) === "POST /sessions/:id/commands" ? "session.write" : route.access;
  return ROLE_PERMISSIONS[role].includes(needed);
}
