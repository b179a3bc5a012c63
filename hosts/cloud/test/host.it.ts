import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { createServer } from "node:net";
import path from "node:path";
import { formatProblem, problemsOf } from "@open-cowork/core/host";
import { token } from "@open-cowork/core/kernel";
import { isAppError } from "@open-cowork/shared";
import { expect } from "chai";
import { adminSocketPath } from "../src/admin/socket-path.js";
import { inspectCloud, operate, type RunningHost, type StartOptions, startCloud } from "../src/index.js";
import { DEFAULT_PLUGINS } from "../src/plugin-set.js";
import { writePlugin } from "./support/plugin-folder.js";
import { type SmallHost, smallHost } from "./support/small-host.js";

const GREETER = token<{ greet(): string }>("acme.greeter");

describe("cloud host", () => {
  let small: SmallHost;
  let running: RunningHost | undefined;
  beforeEach(() => (small = smallHost()));
  afterEach(async () => {
    await running?.stop();
    running = undefined;
    small.remove();
  });

  const options = (over: StartOptions = {}): StartOptions => ({
    config: small.config,
    cwd: small.directory,
    env: {},
    ...over,
    flags: { dataDir: small.dataDir, ...over.flags },
  });
  const start = async (over?: StartOptions): Promise<RunningHost> => (running = await startCloud(options(over)));
  async function refusal(step: Promise<unknown>): Promise<string> {
    const error = await step.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!isAppError(error)) throw error ?? new Error("expected a failure");
    return [error.code, error.message, ...problemsOf(error).map(formatProblem)].join("\n");
  }

  it("serves the chosen address, with a sign-in link whose secret stays out of requests", async () => {
    const host = await start();
    expect(await (await fetch(host.url)).text()).to.equal("hello");
    expect(host.loginLink).to.match(new RegExp(`^${host.url}/login#link-\\d+$`));
  });

  it("keeps its data to the owner and closes storage when it stops", async () => {
    const host = await start();
    expect(statSync(small.dataDir).mode & 0o777).to.equal(0o700);
    expect(statSync(path.join(small.dataDir, "admin.sock")).mode & 0o777).to.equal(0o600);
    await Promise.all([host.stop(), host.stop()]);
    expect(readFileSync(path.join(small.dataDir, "storage.log"), "utf8")).to.equal("open\nclosed\n");
    expect(await fetch(host.url).catch(() => "gone")).to.equal("gone");
  });

  it("logs JSON lines without secrets", async () => {
    await (await start()).stop();
    const text = readFileSync(path.join(small.dataDir, "logs", "cloud.log"), "utf8");
    const events = text
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { event: string }).event);
    expect(events).to.include("host.ready").and.include("host.stopped");
    expect(text).not.to.contain("link-");
  });

  it("keeps its node id from start to start", async () => {
    await (await start()).stop();
    const first = readFileSync(path.join(small.dataDir, "node-id"), "utf8");
    await (await start()).stop();
    expect(readFileSync(path.join(small.dataDir, "node-id"), "utf8")).to.equal(first);
  });

  it("loads a third-party plugin by a path relative to the config file and offers its port", async () => {
    const code = `
      import { definePlugin, token } from "@open-cowork/core/kernel";
      import { z } from "zod";
      export default definePlugin({ name: "acme-greeter", kind: "service", api: "^1", config: z.object({ word: z.string() }),
        provides: { greeter: token("acme.greeter") }, setup: ({ config }) => ({ ports: { greeter: { greet: () => config.word } } }) });`;
    const { marker } = writePlugin(path.join(small.directory, "greeter"), { kind: "service", code });
    small.configure([{ use: "../greeter", config: { word: "{env:WORD}" } }]);
    const host = await start({ env: { WORD: "moin" } });
    expect(host.port(GREETER).greet()).to.equal("moin");
    expect(existsSync(marker)).to.equal(true);
  });

  it("lets a third-party plugin take the place of a built-in one of its kind", async () => {
    const code = `
      import { definePlugin } from "@open-cowork/core/kernel";
      import { ARTIFACT_STORE } from "@open-cowork/core/transport";
      export default definePlugin({ name: "acme-files", kind: "artifacts", api: "^1", provides: { files: ARTIFACT_STORE }, setup: () => ({ ports: { files: {} } }) });`;
    writePlugin(path.join(small.directory, "files"), { kind: "artifacts", code });
    writeFileSync(
      small.config,
      JSON.stringify({
        cloud: {
          plugins: [
            { use: "../files", id: "files" },
            { use: "model-demo", enabled: false },
          ],
        },
      }),
    );
    const ids = (await inspectCloud(options())).plugins.map(({ id }) => id);
    expect(ids).to.include.members(["storage-postgres", "files", "http-api"]).and.not.include("artifacts-files");
  });

  it("finds no problem in the example at the root of the repository, and every built-in plugin", async () => {
    const { plugins } = await inspectCloud(options({ config: path.resolve(import.meta.dirname, "../../../open-cowork.config.json") }));
    expect(plugins.map(({ id }) => id)).to.have.members(DEFAULT_PLUGINS.map(({ use }) => use));
  });

  it("never imports a plugin that is disabled", async () => {
    const { marker } = writePlugin(path.join(small.directory, "off"), { kind: "service" });
    small.configure([{ use: "../off", enabled: false }]);
    await start();
    expect(existsSync(marker)).to.equal(false);
  });

  for (const [what, plugin, rule] of [
    ["of a kind that this host must not have", { kind: "provider" }, 'is of kind "provider", which Open Cowork Cloud must not have'],
    ["of a kind that nobody knows", { kind: "toaster" }, 'is of kind "toaster", which Open Cowork Cloud does not accept'],
    ["for another version of the contract", { kind: "service", api: "^2" }, "was written for plugin api ^2; this host has 1.0.0"],
    ["that would be the second of a kind", { kind: "runtime" }, 'takes at most 1 of kind "runtime"'],
  ] as const) {
    it(`refuses a plugin ${what} before its code runs`, async () => {
      const { marker } = writePlugin(path.join(small.directory, "bad"), plugin);
      small.configure([{ use: "../bad", id: "bad" }]);
      expect(await refusal(start()))
        .to.match(/^plugin\.refused/)
        .and.contain(rule)
        .and.contain("bad");
      expect(existsSync(marker), "its code ran").to.equal(false);
      expect(existsSync(small.dataDir), "something was written").to.equal(false);
    });
  }

  it("names plugins that are not there, with the nearest name", async () => {
    small.configure([{ use: "../nowhere" }, { use: "storage-postgress" }]);
    expect(await refusal(start()))
      .to.contain(`there is no package.json in ${path.join(small.directory, "nowhere")}`)
      .and.contain("storage-postgress): is not installed. Did you mean storage-postgres?");
  });

  it("reports every problem of a config at once and writes nothing", async () => {
    small.configure([{ use: "../nowhere" }], { roles: ["boss"], listen: { port: "{env:NOPE}" } });
    expect(await refusal(start()))
      .to.match(/^config\.invalid/)
      .and.contain("cloud.roles[0]")
      .and.contain("{env:NOPE} is not set")
      .and.contain("nowhere");
    expect(existsSync(small.dataDir)).to.equal(false);
  });

  it("refuses a file that is no JSON, with line and column, and one that is not there", async () => {
    writeFileSync(small.config, '{\n  "cloud": oops\n}');
    expect(await refusal(start()))
      .to.match(/^config\.invalid/)
      .and.contain(`${small.config}:2:12`);
    expect(await refusal(startCloud(options({ config: "absent.json" }))))
      .to.match(/^config\.unreadable/)
      .and.contain("absent.json");
  });

  it("refuses a port in use before it creates anything", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as { port: number };
    expect(await refusal(start({ flags: { port } })))
      .to.match(/^host\.port_in_use/)
      .and.contain(String(port));
    expect(existsSync(small.dataDir)).to.equal(false);
    await new Promise((resolve) => other.close(resolve));
  });

  it("refuses a data directory that cannot be", async () => {
    writeFileSync(path.join(small.directory, "file"), "");
    expect(await refusal(start({ flags: { dataDir: path.join(small.directory, "file", "data") } }))).to.match(/^host\.data_dir/);
    if (process.platform === "linux") expect(await refusal(start({ flags: { dataDir: "/proc/open-cowork/data" } }))).to.match(/^host\.data_dir/);
  });

  it("refuses a second host on one data directory and says who holds it", async () => {
    const host = await start();
    expect(await refusal(startCloud(options())))
      .to.match(/^host\.already_running/)
      .and.contain(`process ${process.pid}`)
      .and.contain(host.url);
    expect(await (await fetch(host.url)).text()).to.equal("hello");
  });

  it("refuses to be reached from other machines without an https address", async () => {
    expect(await refusal(start({ flags: { host: "0.0.0.0" } })))
      .to.match(/^host\.public_bind/)
      .and.contain("cloud.publicUrl");
    small.configure([], { publicUrl: "http://example.org" });
    expect(await refusal(start({ flags: { host: "::" } }))).to.match(/^host\.public_bind/);
    small.configure([], { publicUrl: "https://cowork.example.org/" });
    expect((await start({ flags: { host: "0.0.0.0" } })).loginLink).to.match(/^https:\/\/cowork\.example\.org\/login#/);
  });

  it("stops and gives the directory back when a plugin fails to start", async () => {
    const code = `export default { name: "x", kind: "service", api: "^1", setup: () => { throw new Error("out of tea"); } };`;
    writePlugin(path.join(small.directory, "failing"), { kind: "service", code });
    small.configure([{ use: "../failing" }]);
    expect(await refusal(start()))
      .to.match(/^plugin\.failed/)
      .and.contain("out of tea");
    expect(readFileSync(path.join(small.dataDir, "storage.log"), "utf8")).to.equal("open\nclosed\n");
    small.configure([]);
    await start();
  });

  it("creates nothing when a plugin sees beforehand that it cannot start", async () => {
    const code = `export default { name: "x", kind: "service", api: "^1", setup: () => ({ ports: {} }),
      preflight: () => [{ name: "Engine", ok: false, detail: "not found", fix: "Install it", code: "runtime.missing" }] };`;
    writePlugin(path.join(small.directory, "engine"), { kind: "service", code });
    small.configure([{ use: "../engine" }]);
    expect(await refusal(start()))
      .to.match(/^runtime\.missing/)
      .and.contain("Engine: not found. Install it");
    expect(existsSync(small.dataDir)).to.equal(false);
  });

  it("is operated through its socket while it runs, and without it otherwise", async () => {
    const made = (await operate(options(), "token.create", { name: "ci", role: "viewer" })) as { secret: string };
    expect(made.secret).to.equal("secret-of-tok1");
    await start();
    expect(await operate(options(), "token.create", { name: "ci" })).to.include({ name: "ci", role: "member" });
    expect(await refusal(operate(options(), "token.create", { name: "" }))).to.match(/^request\.invalid/);
    expect(readFileSync(path.join(small.dataDir, "storage.log"), "utf8")).to.equal("open\nclosed\nopen\n");
  });

  it("reads no input through its socket that is too long or does not say how long it is", async () => {
    await start();
    for (const headers of [{ "content-length": "70000" }, { "transfer-encoding": "chunked" }]) {
      const call = request({ socketPath: adminSocketPath(small.dataDir), path: "/token.create", method: "POST", headers });
      call.write("{");
      const [response] = (await once(call, "response")) as [IncomingMessage];
      expect(response.statusCode).to.equal(413);
      call.destroy();
    }
  });

  it("works where the data directory has a path too long for a socket", async () => {
    const dataDir = path.join(small.directory, "x".repeat(120));
    mkdirSync(dataDir);
    await start({ flags: { dataDir } });
    expect(await operate(options({ flags: { dataDir } }), "status", {})).to.include({ pid: process.pid, state: "ready" });
  });
});
