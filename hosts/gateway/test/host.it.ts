import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { formatProblem, problemsOf } from "@open-cowork/core/host";
import { HOST_INFO } from "@open-cowork/core/kernel";
import { HTTP_SERVER } from "@open-cowork/core/transport";
import { isAppError } from "@open-cowork/shared";
import { expect } from "chai";
import { writePlugin } from "../../cloud/test/support/plugin-folder.js";
import { inspectGateway, type RunningGateway, type StartOptions, startGateway } from "../src/index.js";
import { ADMIN_TOKEN, SmallGateway } from "./support/small-gateway.js";

describe("channel gateway host", () => {
  let small: SmallGateway;
  let running: RunningGateway | undefined;
  beforeEach(() => (small = new SmallGateway()));
  afterEach(async () => {
    await running?.stop();
    running = undefined;
    small.remove();
  });

  const start = async (over: StartOptions = {}) => (running = await startGateway({ ...small.options(), ...over }));
  async function refusal(step: Promise<unknown> = start()): Promise<string> {
    const error = await step.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!isAppError(error)) throw error ?? new Error("expected a failure");
    return [error.code, error.message, ...problemsOf(error).map(formatProblem)].join("\n");
  }
  const call = (url: string, pathname: string, init: RequestInit = {}) => fetch(`${url}${pathname}`, { redirect: "manual", ...init });
  const bearer = { authorization: `Bearer ${ADMIN_TOKEN}` };

  it("runs link, router and providers, and nothing of a workspace", async () => {
    const { url } = await start();
    expect(small.events()).to.have.members(["setup a oct_cloud", "link oct_cloud"]);
    expect((await call(url, "/healthz")).status).to.equal(200);
    expect((await call(url, "/chat/a")).status).to.equal(200);
    expect((await call(url, "/api/v1/sessions", { headers: bearer })).status).to.equal(404);
    const workspace = await (await call(url, "/api/v1/workspace", { headers: bearer })).json();
    expect(workspace).to.deep.include({ product: "cloud-channel-gateway", capabilities: [] });
  });

  it("shows its components to the administrator, and to nobody else", async () => {
    const { url } = await start();
    const components = async (headers: Record<string, string>) =>
      ((await (await call(url, "/readyz", { headers })).json()) as { components?: object[] }).components;
    expect((await components(bearer))?.map((component) => (component as { name: string }).name)).to.have.members(["cloud", "chat:a"]);
    expect(await components({ authorization: "Bearer the-operators-token-9876543210" })).to.equal(undefined);
    const login = await call(url, "/api/v1/auth/login", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ link: ADMIN_TOKEN }),
    });
    expect(login.status).to.equal(200);
    const cookie = String(login.headers.get("set-cookie")).split(";")[0] ?? "";
    expect((await call(url, "/api/v1/status", { headers: { cookie } })).status).to.equal(200);
  });

  it("stops in order, and again for nothing", async () => {
    const host = await start();
    small.events();
    await Promise.all([host.stop(), host.stop()]);
    expect(small.events(), "providers last").to.deep.equal(["stop link", "stop a"]);
    expect(await call(host.url, "/healthz").catch(() => "gone")).to.equal("gone");
  });

  it("writes nothing but its log, and has no directory for plugins", async () => {
    const host = await start();
    expect(() => host.port(HOST_INFO).dataDir).to.throw("keeps nothing on disk");
    expect(host.port(HOST_INFO)).to.include({ product: "cloud-channel-gateway" });
    await host.stop();
    const text = JSON.stringify(small.log());
    expect(small.log().map(({ event }) => event)).to.include.members(["host.ready", "host.stopped"]);
    expect(text).not.to.include(ADMIN_TOKEN).and.not.include("oct_cloud");
  });

  for (const kind of ["runtime", "storage", "sessions", "bus", "model", "artifacts"]) {
    it(`refuses a plugin of kind ${kind} before its code runs, with the reason`, async () => {
      const { marker } = writePlugin(path.join(small.directory, "parts", "bad"), { kind });
      small.configure({ plugins: [{ use: "../parts/bad", id: "bad" }] });
      expect(await refusal())
        .to.match(/^plugin\.refused/)
        .and.match(new RegExp(`is of kind "${kind}", which the Cloud Channel Gateway must not have: .*Open Cowork Cloud`));
      expect(existsSync(marker), "its code ran").to.equal(false);
    });
  }

  it("takes one link, one identity, one router and one surface, and any number of providers", async () => {
    for (const kind of ["link", "identity", "channels", "http"]) {
      for (const name of ["one", "two"]) writePlugin(path.join(small.directory, "parts", name), { kind });
      small.configure({ plugins: [{ use: "../parts/one" }, { use: "../parts/two" }] });
      expect(await refusal(), kind).to.match(new RegExp(`takes at most 1 of kind "${kind}"`));
    }
    small.configure({ standIns: ["channels"], plugins: [{ use: "cloud-link", enabled: false }] });
    expect(await refusal()).to.include('needs 1 plugin of kind "link"');
    small.configure({ providers: { "../parts/chat": ["a", "b", "c"].map((id) => ({ id, token: "{file:../cloud-token}" })) } });
    const plugins = (await inspectGateway(small.options())).plugins;
    expect(plugins.filter(({ kind }) => kind === "provider").map(({ id }) => id)).to.deep.equal(["chat:a", "chat:b", "chat:c"]);
  });

  it("reports everything that is wrong at once", async () => {
    small.secret("admin-token", "short");
    small.configure({
      listen: { port: 0, host: "0.0.0.0" },
      listne: 1,
      mode: "standalone-gateway",
      cloud: { url: "nowhere", token: "{file:../absent}" },
      providers: { "../parts/chat": [{ id: "a", token: "written out", lamp: "off" }], telegramm: [{ id: "b" }], "../parts/link": [{ id: "c" }] },
      plugins: [{ use: "../parts/absent" }],
    });
    const text = await refusal();
    for (const part of [
      "config.invalid",
      "gateway.mode: asks for the Standalone Gateway",
      "gateway.listne: is not a known option",
      "Did you mean listen?",
      "gateway.cloud.url",
      "gateway.cloud.token: {file:../absent} is not set",
      "gateway.adminToken: must have 16 to 200 characters",
      "gateway.providers.telegramm (telegramm): is not installed. Did you mean telegram?",
      'gateway.providers.../parts/link: is a plugin of kind "link" and no chat provider',
      "there is no package.json in",
      "gateway.providers.../parts/chat[0].token: is a secret written out",
      "gateway.providers.../parts/chat[0].lamp",
    ])
      expect(text, part).to.include(part);
    expect(small.events()).to.deep.equal([]);
  });

  it("refuses a file that is no JSON, with line and column, and one that is not there", async () => {
    writeFileSync(small.config, '{\n  "gateway": oops\n}');
    expect(await refusal())
      .to.match(/^config\.invalid/)
      .and.include(`${small.config}:2:14`);
    expect(await refusal(start({ config: "absent.json" }))).to.match(/^config\.unreadable/);
  });

  it("refuses to be reached from other machines without an https address", async () => {
    small.configure({ listen: { port: 0, host: "0.0.0.0" } });
    expect(await refusal())
      .to.match(/^host\.public_bind/)
      .and.include("gateway.publicUrl");
    small.configure({ listen: { port: 0, host: "0.0.0.0" }, publicUrl: "http://example.org" });
    expect(await refusal()).to.match(/^host\.public_bind/);
    small.configure({ listen: { port: 0, host: "0.0.0.0" }, publicUrl: "https://gateway.example.org/" });
    expect((await start()).url).to.equal("https://gateway.example.org");
  });

  it("refuses a port in use before anything is set up", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as { port: number };
    expect(await refusal(start({ flags: { port } }))).to.match(/^host\.port_in_use/);
    expect(small.events()).to.deep.equal([]);
    await new Promise((resolve) => other.close(resolve));
  });

  it("goes on without a provider that fails, and says so", async () => {
    const code = `export default { name: "x", kind: "provider", api: "^1", setup: () => { throw new Error("out of tea"); } };`;
    writePlugin(path.join(small.directory, "parts", "failing"), { kind: "provider", code });
    small.configure({
      providers: { "../parts/chat": [{ id: "a", token: "{file:../cloud-token}" }], "../parts/failing": [] },
      plugins: [{ use: "../parts/failing" }],
    });
    const { url } = await start();
    const ready = await call(url, "/readyz", { headers: bearer });
    expect(ready.status).to.equal(503);
    expect(JSON.stringify(await ready.json())).to.include("out of tea");
    expect((await call(url, "/chat/a")).status).to.equal(200);
  });

  it("has an instance of a provider for which a variable is enough", async () => {
    const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
    const { plugins, settings } = await inspectGateway(small.options({ OPEN_COWORK_GATEWAY_WEBHOOK_SHARED_SECRET: secret }));
    expect(plugins).to.deep.include({ id: "webhook:default", name: "@open-cowork/provider-webhook", kind: "provider" });
    expect(JSON.stringify(settings)).not.to.include(secret);
  });

  it("never runs the demo platform where others can reach it, and goes on without it", async () => {
    const providers = { fake: [{ id: "demo" }], "../parts/chat": [{ id: "a", token: "{file:../cloud-token}" }] };
    small.configure({ providers });
    const open = await start();
    expect((await call(open.url, "/fake/demo")).status).to.equal(200);
    await open.stop();
    for (const over of [{ publicUrl: "https://gateway.example.org" }, { publicUrl: "https://gateway.example.org", listen: { port: 0, host: "0.0.0.0" } }]) {
      small.configure({ providers, ...over });
      const host = await start();
      const url = `http://127.0.0.1:${host.port(HTTP_SERVER).address()?.port}`;
      expect((await call(url, "/fake/demo")).status).not.to.equal(200);
      expect((await call(url, "/chat/a")).status).to.equal(200);
      expect(JSON.stringify(await (await call(url, "/readyz", { headers: bearer })).json())).to.include("The demo chat believes everybody");
      await host.stop();
    }
  });

  it("shows what is in force without secrets, and what a plugin was given of its own", async () => {
    small.configure({ plugins: [{ use: "http-api", config: { loginAttemptsPerMinute: 3 } }] });
    const { config, settings } = await inspectGateway(small.options({ OPEN_COWORK_GATEWAY_PORT: "7999" }));
    const text = JSON.stringify({ config, settings });
    expect(text).not.to.include(ADMIN_TOKEN).and.not.include("oct_cloud");
    expect(settings).to.deep.include({ path: "gateway.listen.port", value: 7999, source: "OPEN_COWORK_GATEWAY_PORT" });
    expect(settings.find(({ path: at }) => at === "gateway.adminToken")).to.deep.include({
      value: "[secret]",
      source: `${small.config} {file:../admin-token}`,
    });
    expect(settings.find(({ path: at }) => at.endsWith("loginAttemptsPerMinute"))).to.include({ value: 3 });
    expect(settings.find(({ path: at }) => at.endsWith("chat[0].id"))).to.include({ value: "a" });
  });
});
