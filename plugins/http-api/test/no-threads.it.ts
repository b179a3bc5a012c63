import { type RouteDeclaration, route } from "@open-cowork/core/transport";
import { expect } from "chai";
import { z } from "zod";
import { Surface } from "./surface.js";

describe("a host that keeps no threads", () => {
  let surface: Surface;
  let token: string;

  before(async () => {
    const hook = route({
      method: "POST",
      path: "/hooks/:name",
      summary: "A plugin's own.",
      tag: "hooks",
      access: "signed-in",
      params: z.object({ name: z.string() }),
      body: z.object({ n: z.number() }),
      response: z.object({ n: z.number() }),
      handler: (_ctx, { body }) => ({ json: { n: body.n } }),
    });
    // A channel gateway has a workspace and files for its own use: what is missing is where threads are kept.
    const without = ["eventLog", "index", "bus", "idempotency", "runtime", "models"] as const;
    surface = await new Surface({ without, channels: "outbox", contributes: { routes: [hook], capabilities: ["channels"] } }).start();
    token = surface.identity.issue("admin").secret;
  });
  after(() => surface.stop());

  it("says that it lives and what it can do", async () => {
    expect((await surface.call("GET", "/healthz")).status).to.equal(200);
    expect((await surface.call("GET", "/readyz")).status).to.equal(200);
    expect((await surface.call("GET", "/metrics")).text).to.include("open_cowork_http_request_duration_seconds");
    expect((await surface.call("GET", "/api/v1/status", { token })).json).to.include({ state: "ready" });
    const { status, json } = await surface.call("GET", "/api/v1/workspace", { token });
    expect(status).to.equal(200);
    expect(json).to.deep.include({ capabilities: ["channels"], ready: true });
  });

  it("signs people in", async () => {
    const link = (await surface.identity.createLoginLink()).reveal();
    const answer = await surface.call("POST", "/api/v1/auth/login", { json: { link } });
    expect(answer.status).to.equal(200);
    expect(answer.headers.get("set-cookie")).to.include("open_cowork_");
    expect((await surface.call("GET", "/api/v1/auth/me", { token })).status).to.equal(200);
  });

  it("has nothing of threads, files, tokens and models, not even for its administrator", async () => {
    for (const [method, path] of [
      ["GET", "/sessions"],
      ["POST", "/sessions"],
      ["GET", "/sessions/x/view"],
      ["POST", "/sessions/x/commands"],
      ["GET", "/events"],
      ["GET", "/approvals"],
      ["GET", "/search?q=a"],
      ["GET", "/catalog"],
      ["GET", "/artifacts"],
      ["POST", "/artifacts?name=a"],
      ["GET", "/model-providers"],
      ["GET", "/tokens"],
    ] as const)
      expect((await surface.call(method, `/api/v1${path}`, { token, json: method === "POST" ? {} : undefined })).json.code, path).to.equal(
        "request.route_unknown",
      );
  });

  it("answers where a plugin that came later has routes, and no more where one has gone", async () => {
    const routes: RouteDeclaration[] = [];
    const changing = await new Surface({ contributes: { routes } }).start();
    const page = route({ method: "GET", path: "//page", summary: "A page.", tag: "pages", access: "public", handler: () => ({ json: {} }) });
    const status = async () => (await changing.call("GET", "/page")).status;
    expect(await status()).to.equal(404);
    routes.push(page);
    changing.contributionsChanged();
    expect(await status()).to.equal(200);
    routes.push(page);
    changing.contributionsChanged();
    expect(await status(), "two of one address").to.equal(200);
    routes.length = 0;
    changing.contributionsChanged();
    expect(await status()).to.equal(404);
    await changing.stop();
  });

  it("describes what is there, and promises no repeated answers", async () => {
    const { text } = await surface.call("GET", "/api/v1/openapi.json");
    const document = JSON.parse(text) as { info: { description: string }; paths: Record<string, { post?: { parameters: { name: string }[] } }> };
    expect(Object.keys(document.paths)).to.include("/api/v1/hooks/{name}").and.not.include("/api/v1/sessions");
    expect(document.info.description).not.to.include("Idempotency-Key");
    expect(document.paths["/api/v1/hooks/{name}"]?.post?.parameters.map(({ name }) => name)).to.deep.equal(["name"]);
    const headers = { "idempotency-key": "k1" };
    const answers = [1, 2].map((n) => surface.call("POST", "/api/v1/hooks/a", { token, json: { n }, headers }));
    expect((await Promise.all(answers)).map(({ text: body }) => body)).to.deep.equal(['{"n":1}', '{"n":2}']);
  });
});
