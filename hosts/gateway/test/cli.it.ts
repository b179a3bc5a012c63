import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { expect } from "chai";
import { ended, firstLine, type Outcome } from "../../cli/test/support.js";
import { ADMIN_TOKEN, SmallGateway } from "./support/small-gateway.js";

/** As people run it: the built program. */
const MAIN = path.resolve(import.meta.dirname, "../bin/open-cowork-gateway.js");

describe("open-cowork-gateway", function () {
  this.timeout(60_000);
  let small: SmallGateway;
  beforeEach(() => (small = new SmallGateway()));
  afterEach(() => small.remove());

  function launch(args: string[], env: Record<string, string> = {}): ChildProcess & { output: Outcome } {
    const variables = { PATH: process.env.PATH ?? "", OPEN_COWORK_CONFIG: small.config, ...env };
    const child = spawn(process.execPath, [MAIN, ...args], { cwd: small.directory, env: variables });
    const output: Outcome = { code: null, out: "", err: "" };
    child.stdout.on("data", (chunk: Buffer) => (output.out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output.err += chunk.toString()));
    return Object.assign(child, { output });
  }
  const run = (args: string[], env?: Record<string, string>) => ended(launch(args, env));
  /** Resolves once a line of the log says so. */
  async function logged(child: ReturnType<typeof launch>, event: string): Promise<void> {
    while (!child.output.err.includes(`"event":"${event}"`)) await once(child.stderr!, "data");
  }

  it("starts without being told to, prints one line with the operator page, logs to standard error, and ends with 0", async () => {
    const child = launch([]);
    expect(await firstLine(child)).to.match(/^Open Cowork Gateway \(Cloud Channel Gateway\) is ready\. Operator page: http:\/\/127\.0\.0\.1:\d+$/);
    child.kill("SIGTERM");
    const { code, out, err } = await ended(child);
    expect(code).to.equal(0);
    expect(out.trim().split("\n")).to.have.length(1);
    const events = err
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).event);
    expect(events).to.include.members(["host.ready", "host.stopping", "host.stopped"]);
    expect(err).not.to.include(ADMIN_TOKEN);
    expect(small.events()).to.include.members(["stop a", "stop link"]);
  });

  it("ends at once with 1 at a second signal", async () => {
    small.configure({ plugins: [{ use: "../parts/stubborn" }] });
    const child = launch(["start", "--json"]);
    expect(JSON.parse(await firstLine(child))).to.include({ pid: child.pid });
    child.kill("SIGINT");
    await logged(child, "host.stopping");
    // Two signals within a moment count as one: npm passes on what the terminal has sent already.
    const again = setInterval(() => child.kill("SIGINT"), 50);
    expect((await ended(child)).code).to.equal(1);
    clearInterval(again);
  });

  it("reads its config again on SIGHUP, and keeps running with the old one where the new one is wrong", async () => {
    const child = launch(["start", "--json"]);
    await firstLine(child);
    small.events();
    small.configure({ providers: { "../parts/chat": [{ id: "b", token: "{file:../cloud-token}" }] } });
    child.kill("SIGHUP");
    await logged(child, "config.reloaded");
    expect(small.events()).to.deep.equal(["stop a", "setup b oct_cloud"]);
    small.configure({ mode: "cloud" });
    child.kill("SIGHUP");
    await logged(child, "config.refused");
    expect(small.events()).to.deep.equal([]);
    child.kill("SIGTERM");
    expect((await ended(child)).code).to.equal(0);
  });

  it("prints every problem of a broken config, and starts nothing", async () => {
    small.configure({ mode: "standalone-gateway", listne: {}, cloud: { url: "x", token: "{env:NOPE}" } });
    for (const args of [["start"], ["config", "check"], ["config", "show"]]) {
      const { code, out, err } = await run(args);
      expect([code, out]).to.deep.equal([1, ""]);
      expect(err).to.match(/^Error: 4 problems were found\. Correct it, then run open-cowork-gateway config check\. \(config\.invalid\)\n/);
      expect(err)
        .to.include("open-cowork-gateway-standalone")
        .and.include("Did you mean listen?")
        .and.not.match(/\n\s+at /);
    }
    const json = await run(["config", "check", "--json"]);
    expect(json.code).to.equal(1);
    expect(JSON.parse(json.out).error).to.include({ code: "config.invalid" }).and.to.have.property("problems").with.length(4);
    expect(small.events()).to.deep.equal([]);
  });

  it("checks and shows a config that is right", async () => {
    const check = await run(["config", "check"]);
    expect(check).to.deep.include({ code: 0, err: "" });
    expect(check.out).to.include("has no problems (5 plugins)");
    const show = await run(["config", "show"], { OPEN_COWORK_GATEWAY_PORT: "7999" });
    expect(show.out)
      .to.match(/gateway\.listen\.port +7999 +OPEN_COWORK_GATEWAY_PORT/)
      .and.match(/gateway\.adminToken +"\[secret\]"/);
    expect(show.out).not.to.include(ADMIN_TOKEN);
  });

  it("is refused by name when it was meant to be another product", async () => {
    const { code, err } = await run(["start"], { OPEN_COWORK_STANDALONE_GATEWAY_OPENCODE_URL: "http://x" });
    expect(code).to.equal(1);
    expect(err).to.include("OPEN_COWORK_STANDALONE_GATEWAY_OPENCODE_URL").and.include("open-cowork-gateway-standalone");
  });

  it("examines what it needs, and the host that runs", async () => {
    const port = await freePort();
    small.configure({ listen: { port } });
    const before = await run(["doctor"]);
    expect(before.code, "Cloud is not there").to.equal(1);
    expect(before.out)
      .to.match(/ok +Configuration: /)
      .and.match(/FAIL +Open Cowork Cloud: /)
      .and.match(/ok +Port: .*is free/)
      .and.match(/ok +Chat providers: chat:a/);
    const child = launch(["start"]);
    await firstLine(child);
    const { checks } = JSON.parse((await run(["doctor", "--json"])).out) as { checks: { name: string; ok: boolean }[] };
    expect(checks.filter(({ name }) => ["Running host", "cloud", "chat:a"].includes(name)).map(({ ok }) => ok)).to.deep.equal([true, true, true]);
    child.kill("SIGTERM");
    await ended(child);
  });

  it("ends with 2 on wrong usage and with 0 for help", async () => {
    for (const args of [["start", "--port", "99999"], ["nonsense"], ["--nonsense"], ["config", "nonsense"]]) {
      const { code, err } = await run(args);
      expect(code, args.join(" ")).to.equal(2);
      expect(err).to.match(/^error: /);
    }
    const help = await run(["--help"]);
    expect(help.code).to.equal(0);
    expect(help.out).to.include("Cloud Channel Gateway");
  });
});

async function freePort(): Promise<number> {
  const { createServer } = await import("node:net");
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
