import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { some } from "@open-cowork/core/testing";
import { event } from "@open-cowork/shared";
import { expect } from "chai";
import { Surface } from "./surface.js";

describe("files of a workspace", () => {
  let surface: Surface;
  let token: string;

  beforeEach(async () => {
    surface = await new Surface({ config: { maxUploadBytes: 2_000_000 } }).start();
    token = surface.identity.issue().secret;
  });
  afterEach(() => surface.stop());

  const upload = (name: string, body: BodyInit, type = "text/plain") =>
    surface.call("POST", `/api/v1/artifacts?name=${encodeURIComponent(name)}`, { token, body, headers: { "content-type": type } });
  const content = (id: string, headers: Record<string, string> = {}) => surface.call("GET", `/api/v1/artifacts/${id}/content`, { token, headers });

  it("come back as they were sent", async () => {
    const { status, json } = await upload("notes ü.txt", "hello");
    expect(status).to.equal(201);
    const answer = await content(json.id);
    expect(answer.text).to.equal("hello");
    expect(answer.headers.get("content-disposition")).to.equal(`inline; filename="notes _.txt"; filename*=UTF-8''notes%20%C3%BC.txt`);
    expect(answer.headers.get("cache-control")).to.contain("immutable");
  });

  it("are sent in part when asked", async () => {
    const { json } = await upload("a.txt", "0123456789");
    const part = await content(json.id, { range: "bytes=2-4" });
    expect([part.status, part.text, part.headers.get("content-range")]).to.deep.equal([206, "234", "bytes 2-4/10"]);
    expect((await content(json.id, { range: "bytes=-3" })).text).to.equal("789");
    expect((await content(json.id, { range: "bytes=7-" })).text).to.equal("789");
    const beyond = await content(json.id, { range: "bytes=10-" });
    expect([beyond.status, beyond.json.code, beyond.headers.get("content-range")]).to.deep.equal([416, "request.range_unsatisfiable", "bytes */10"]);
    expect((await content(json.id, { range: "bytes=5-2" })).status).to.equal(200);
    expect((await content(json.id, { "if-none-match": part.headers.get("etag")! })).status).to.equal(304);
  });

  it("are described without being sent", async () => {
    const { json } = await upload("a.txt", "0123456789");
    const whole = await surface.call("HEAD", `/api/v1/artifacts/${json.id}/content`, { token });
    expect([whole.status, whole.headers.get("content-type"), whole.headers.get("content-length"), whole.text]).to.deep.equal([200, "text/plain", "10", ""]);
    const part = await surface.call("HEAD", `/api/v1/artifacts/${json.id}/content`, { token, headers: { range: "bytes=2-4" } });
    expect([part.status, part.headers.get("content-length")]).to.deep.equal([206, "3"]);
  });

  it("never run in this site's name", async () => {
    for (const type of ["text/html", "image/svg+xml", "application/xhtml+xml", "text/html; charset=utf-8"]) {
      const { json } = await upload("page.html", "<script>alert(1)</script>", type);
      const { headers } = await content(json.id);
      expect(headers.get("content-disposition")).to.match(/^attachment/);
      expect(headers.get("content-security-policy")).to.equal("sandbox; default-src 'none'");
      expect(headers.get("x-content-type-options")).to.equal("nosniff");
    }
  });

  it("cannot smuggle headers in through their name", async () => {
    const { json } = await upload('a"\r\nset-cookie: x=1;.txt', "x");
    const { headers } = await content(json.id);
    expect(headers.get("set-cookie")).to.equal(null);
    expect(headers.get("content-disposition")).to.contain("a___set-cookie: x=1_.txt");
  });

  it("may be large, but not larger than allowed", async () => {
    expect((await upload("big", Buffer.alloc(1_900_000))).json.bytes).to.equal(1_900_000);
    const { status, json } = await upload("bigger", Buffer.alloc(2_000_001));
    expect([status, json.code]).to.deep.equal([413, "request.too_large"]);
  });

  it("are taken as they are, not in a form and not compressed", async () => {
    for (const [name, value] of [
      ["content-type", "multipart/form-data; boundary=x"],
      ["content-type", "no type"],
      ["content-encoding", "gzip"],
    ] as const) {
      const { status, json } = await surface.call("POST", "/api/v1/artifacts?name=a", { token, body: "x", headers: { [name]: value } });
      expect([status, json.code]).to.deep.equal([415, "request.unsupported_type"]);
    }
    const { json } = await surface.call("POST", "/api/v1/artifacts?name=a", {
      token,
      body: "x",
      headers: { "content-type": "Text/CSV; charset=UTF-8; header=x" },
    });
    expect(json).to.include({ mime: "text/csv; charset=utf-8" });
    const untyped = await surface.raw("POST", "/api/v1/artifacts?name=a", { host: "localhost", authorization: `Bearer ${token}`, "content-type": "" }, "x");
    expect(untyped.json).to.include({ mime: "application/octet-stream" });
  });

  it("are listed newest first, in pages, and by thread", async () => {
    const session = await surface.thread();
    for (const [name, query] of [
      ["a", ""],
      ["b", `&session=${session}`],
      ["c", ""],
    ] as const) {
      await surface.clock.advance(1);
      await surface.call("POST", `/api/v1/artifacts?name=${name}${query}`, { token, body: name });
    }
    const list = async (query: string) => (await surface.call("GET", `/api/v1/artifacts?${query}`, { token })).json;
    const names = ({ items }: { items: unknown[] }) => items.map((item) => (item as { name: string }).name);
    const first = await list("limit=2");
    expect([names(first), names(await list(`limit=2&cursor=${first.next}`)), names(await list(`session=${session}`))]).to.deep.equal([
      ["c", "b"],
      ["a"],
      ["b"],
    ]);
    expect((await list("cursor=%00")).code).to.equal("request.bad_cursor");
  });

  it("can be deleted, by who may", async () => {
    const { json } = await upload("a.txt", "x");
    const remove = (as: string) => surface.call("DELETE", `/api/v1/artifacts/${json.id}`, { token: as });
    expect((await remove(surface.identity.issue("viewer").secret)).status).to.equal(403);
    expect((await remove(surface.identity.issue("owner", "elsewhere").secret)).status).to.equal(404);
    expect([(await remove(token)).status, (await content(json.id)).status, (await remove(token)).status]).to.deep.equal([204, 404, 404]);
  });

  it("do not outlive a thread that is deleted during the upload", async () => {
    const session = await surface.thread();
    const put = surface.artifacts.put.bind(surface.artifacts);
    surface.artifacts.put = async (...args) => {
      const made = await put(...args);
      await surface.call("DELETE", `/api/v1/sessions/${session}`, { token });
      return made;
    };
    const { json } = await surface.call("POST", `/api/v1/artifacts?name=a&session=${session}`, { token, body: "x" });
    expect(json.code).to.equal("session.not_found");
    expect((await surface.call("GET", "/api/v1/artifacts", { token })).json.items).to.deep.equal([]);
  });

  it("are what the store knows of them when a prompt names them, and then the thread's", async () => {
    const session = await surface.thread();
    const prompt = (id: string, attachments: unknown[]) =>
      surface.call("POST", `/api/v1/sessions/${session}/commands`, { token, json: { kind: "prompt", id, text: "look", attachments } });
    const { json } = await upload("a.txt", "hello");
    expect((await prompt("c1", [{ artifact: json.id, name: "../../b", mime: "text/html", bytes: 9 }])).status).to.equal(202);
    const queued = surface.store.find(surface.identity.tenant, session)!.events.at(-1)!;
    expect((queued.body as { attachments: unknown }).attachments).to.deep.equal([{ artifact: json.id, name: "a.txt", mime: "text/plain", bytes: 5 }]);
    expect((await surface.call("GET", `/api/v1/artifacts/${json.id}`, { token })).json).to.include({ session });
    const unknown = await prompt("c2", [{ artifact: "nothing" }]);
    expect([unknown.status, unknown.json.code]).to.deep.equal([404, "artifact.not_found"]);
  });

  it("are not attached to threads that are not there", async () => {
    const { json } = await surface.call("POST", "/api/v1/artifacts?name=a&session=nothing", { token, body: "x" });
    expect(json.code).to.equal("session.not_found");
  });
});

describe("the export of a thread", () => {
  const HOSTILE = "<script>alert('x')</script> & ```js\ncode\n```";
  let surface: Surface;
  let token: string;
  let session: string;

  beforeEach(async () => {
    surface = await new Surface().start();
    token = surface.identity.issue().secret;
    session = await surface.thread(undefined, [
      some.queued("run", HOSTILE),
      some.started("run"),
      some.text("run", `Answer ${HOSTILE}`),
      event("tool.started", { message: "m", call: "c", tool: "bash", title: "List", input: { command: "ls ````" } }, "run"),
      event("tool.finished", { call: "c", status: "completed", output: "a\nb", durationMs: 1 }, "run"),
      event("run.failed", { error: { code: "model.failed", message: "The model failed." }, durationMs: 2 }, "run"),
    ]);
  });
  afterEach(() => surface.stop());
  const download = (format: string) => surface.call("GET", `/api/v1/sessions/${session}/export?format=${format}`, { token });

  it("is Markdown whose fences hold", async () => {
    const { text, headers } = await download("md");
    expect(headers.get("content-disposition")).to.equal(`attachment; filename="A thread.md"; filename*=UTF-8''A%20thread.md`);
    expect(text).to.match(/^# A thread\n\n## Ada, 2026/);
    expect(text).to.contain('**bash: List**\n\n`````json\n{\n  "command": "ls ````"\n}\n`````\n\n```\na\nb\n```');
    expect(text).to.contain("_Run failed: The model failed._");
  });

  it("is one HTML file in which every text is text", async () => {
    const { text, headers } = await download("html");
    expect(text).to.not.contain("<script").and.not.contain("src=").and.not.contain("href=");
    expect(text).to.contain("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; ```js");
    expect(headers.get("content-security-policy")).to.contain("sandbox");
  });

  it("is JSON with the whole view", async () => {
    const { json } = await download("json");
    expect(json).to.deep.include({ format: "open-cowork.thread", version: 1 });
    expect(json).to.have.nested.property("view.blocks.length", 4);
  });

  it("knows no other format", async () => {
    expect((await download("pdf")).json.code).to.equal("request.invalid");
  });
});

describe("the built web interface", () => {
  let directory: string;
  let surface: Surface;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "http-api-assets-"));
    await mkdir(join(directory, "assets"));
    await writeFile(join(directory, "index.html"), "<h1>UI</h1>");
    await writeFile(join(directory, "index.html.br"), "brotli");
    await writeFile(join(directory, "index.html.gz"), "gzip");
    await writeFile(join(directory, "assets", "main-B4x9f_2q.js"), "run()");
    await writeFile(join(directory, ".env"), "SECRET=1");
    await writeFile(join(directory, "..", "http-api-outside.txt"), "outside");
  });
  beforeEach(async () => {
    surface = await new Surface({ contributes: { assets: [{ mount: "/", directory, fallback: "index.html" }] } }).start();
  });
  afterEach(() => surface.stop());
  after(async () => {
    await rm(directory, { recursive: true });
    await rm(join(directory, "..", "http-api-outside.txt"));
  });
  const get = (path: string, headers: Record<string, string> = {}) => surface.raw("GET", path, { host: "localhost", ...headers });

  it("is served to everyone at /, and at every address of its own", async () => {
    for (const path of ["/", "/s/01ABC", "/settings/models", "/login"]) {
      const { status, text, headers } = await get(path);
      expect([status, text, headers.get("content-type")]).to.deep.equal([200, "<h1>UI</h1>", "text/html; charset=utf-8"]);
      expect(headers.get("cache-control")).to.equal("no-cache");
      expect(headers.get("content-security-policy")).to.contain("default-src 'self'");
    }
  });

  it("comes compressed where the client takes that", async () => {
    const brotli = await get("/", { "accept-encoding": "gzip, deflate, br" });
    expect([brotli.text, brotli.headers.get("content-encoding"), brotli.headers.get("vary")?.toLowerCase()]).to.deep.equal(["brotli", "br", "accept-encoding"]);
    expect((await get("/", { "accept-encoding": "gzip" })).text).to.equal("gzip");
    expect((await get("/", { "accept-encoding": "br;q=0" })).text).to.equal("<h1>UI</h1>");
  });

  it("is not sent again to who has it", async () => {
    const etag = (await get("/")).headers.get("etag")!;
    const again = await get("/", { "if-none-match": etag });
    expect([again.status, again.text]).to.deep.equal([304, ""]);
  });

  it("keeps hashed files for ever", async () => {
    const { headers } = await get("/assets/main-B4x9f_2q.js");
    expect([headers.get("cache-control"), headers.get("content-type")]).to.deep.equal([
      "public, max-age=31536000, immutable",
      "text/javascript; charset=utf-8",
    ]);
  });

  for (const path of [
    "/missing.js",
    "/.env",
    "/..%2fhttp-api-outside.txt",
    "/../http-api-outside.txt",
    "/assets/..%2f..%2fhttp-api-outside.txt",
    "/%00",
    "/a%5c..%5cb.txt",
    `/${"x".repeat(5_000)}.js`,
  ])
    it(`has nothing at ${path.slice(0, 60)}`, async () => {
      const { status, json } = await get(path);
      expect([status, json?.code]).to.deep.equal([404, "request.route_unknown"]);
    });

  it("is never the answer to a wrong API address or a write", async () => {
    expect((await get("/api/v1/nothing")).json.code).to.equal("request.route_unknown");
    expect((await get("/api")).json.code).to.equal("request.route_unknown");
    expect((await surface.raw("GET", "/settings", { host: "localhost", accept: "application/json" })).json.code).to.equal("request.route_unknown");
    expect((await surface.raw("POST", "/settings", { host: "localhost" }, "x")).json.code).to.equal("request.method_not_allowed");
  });
});
