import { isAppError } from "@open-cowork/shared";
import { expect } from "chai";
import { CloudClient } from "../src/client.js";
import { FakeServer, problem } from "./fake-server.js";

const failureOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!isAppError(error)) throw new Error(`not an AppError: ${error}`);
  return error;
};

describe("the client", () => {
  const answering = (response: () => Response | Promise<Response>) => new CloudClient({ baseUrl: "http://cowork.test", fetch: async () => response() });

  it("throws the server's code, sentence, details and delay", async () => {
    const error = await failureOf(answering(() => problem("request.rate_limited", { detail: "Slow down.", details: { limit: 3 }, retryAfterMs: 1_500 })).me());
    expect(error).to.include({ code: "request.rate_limited", kind: "limited", message: "Slow down.", retryAfterMs: 1_500, retryable: true });
    expect(error.details).to.deep.equal({ limit: 3 });
  });

  it("keeps the id under which the server has logged an internal error", async () => {
    expect((await failureOf(answering(() => problem("internal", { errorId: "e1" })).me())).details).to.deep.equal({ errorId: "e1" });
  });

  it("understands a server that is newer, and proxies that answer in its place", async () => {
    const cases: [Response, string, string][] = [
      [
        new Response(JSON.stringify({ code: "quota.exceeded", detail: "No more today." }), {
          status: 429,
          headers: { "content-type": "application/problem+json" },
        }),
        "request.rate_limited",
        "limited",
      ],
      [new Response("<h1>Bad Gateway</h1>", { status: 502, headers: { "content-type": "text/html" } }), "host.unreachable", "unavailable"],
      [new Response("", { status: 504 }), "host.unreachable", "unavailable"],
      [new Response("{", { status: 500, headers: { "content-type": "application/json" } }), "internal", "internal"],
      [new Response("null", { status: 401, headers: { "content-type": "application/json" } }), "auth.invalid", "unauthenticated"],
      [new Response('{"code":"toString"}', { status: 404, headers: { "content-type": "application/json" } }), "request.route_unknown", "not_found"],
    ];
    for (const [response, code, kind] of cases) expect(await failureOf(answering(() => response).me())).to.include({ code, kind });
  });

  it("says host.unreachable when there is no answer, or half of one", async () => {
    expect((await failureOf(answering(() => Promise.reject(new TypeError("fetch failed"))).me())).code).to.equal("host.unreachable");
    expect((await failureOf(answering(() => new Response('{"half":')).me())).code).to.equal("host.unreachable");
  });

  it("builds addresses that keep ids and queries in their place", async () => {
    const server = new FakeServer();
    server.on("GET /sessions/a%2Fb", () => ({})).on("GET /search", () => ({ items: [] }));
    const client = new CloudClient({ baseUrl: "http://cowork.test/", fetch: server.fetch });
    await client.sessions.get("a/b");
    await client.search("a&b=c#d");
    expect(server.requests.map(({ path }) => path)).to.deep.equal(["/sessions/a%2Fb", "/search"]);
    expect(client.sessions.exportUrl("x", "md")).to.equal("http://cowork.test/api/v1/sessions/x/export?format=md");
    expect(new CloudClient({ baseUrl: "", fetch: server.fetch }).artifacts.contentUrl("x")).to.equal("/api/v1/artifacts/x/content");
  });

  it("sends a token only where it has one", async () => {
    const server = new FakeServer().on("GET /auth/me", () => ({}));
    await new CloudClient({ baseUrl: "http://cowork.test", fetch: server.fetch }).me();
    await new CloudClient({ baseUrl: "http://cowork.test", token: "oct_1", fetch: server.fetch }).me();
    expect(server.requests.map(({ headers }) => headers.get("authorization"))).to.deep.equal([null, "Bearer oct_1"]);
  });

  it("uploads with the file's own type", async () => {
    const server = new FakeServer().on("POST /artifacts", () => ({ id: "a1" }));
    const client = new CloudClient({ baseUrl: "http://cowork.test", fetch: server.fetch });
    expect(await client.artifacts.upload(new Uint8Array([1, 2]), { name: "a b.png", mime: "image/png" })).to.deep.equal({ id: "a1" });
    expect(server.requests[0]!.headers.get("content-type")).to.equal("image/png");
  });
});
