import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { expect } from "chai";
import { writePlugin } from "../../cloud/test/support/plugin-folder.js";
import { type SmallHost, smallHost } from "../../cloud/test/support/small-host.js";
import { ended, firstLine, launchCli, type Outcome, runCli } from "./support.js";

describe("open-cowork", function () {
  this.timeout(60_000);
  let small: SmallHost;
  beforeEach(() => (small = smallHost()));
  afterEach(() => small.remove());

  const invocation = (env: Record<string, string> = {}) => ({
    cwd: small.directory,
    env: { OPEN_COWORK_CONFIG: small.config, OPEN_COWORK_DATA_DIR: small.dataDir, ...env },
  });
  const run = (...args: string[]): Promise<Outcome> => runCli(args, invocation());
  const launch = (...args: string[]) => launchCli(args, invocation());

  /** One line on standard error that ends with the code, nothing on standard output, no stack. */
  function expectFailure({ code, out, err }: Outcome, errorCode: string): string {
    expect(code, err).to.equal(1);
    expect(out).to.equal("");
    expect(err).to.match(new RegExp(`^Error: .*\\(${errorCode.replace(".", "\\.")}\\)\\n`));
    expect(err).not.to.match(/\n\s+at /);
    return err;
  }

  it("starts, prints one line with a sign-in link, and ends with 0 after Ctrl-C", async () => {
    const child = launch("start");
    const line = await firstLine(child);
    expect(line).to.match(/^Open Cowork is ready: http:\/\/127\.0\.0\.1:\d+\/login#link-1$/);
    expect(await (await fetch(new URL("/", line.split(": ")[1]))).text()).to.equal("hello");
    // Under npm a Ctrl-C comes twice.
    child.kill("SIGINT");
    child.kill("SIGTERM");
    expect(await ended(child)).to.deep.equal({ code: 0, out: `${line}\n`, err: "" });
    expect(readFileSync(path.join(small.dataDir, "storage.log"), "utf8")).to.equal("open\nclosed\n");
  });

  it("ends at once with 1 at a second signal", async () => {
    const code = `export default { name: "x", kind: "service", api: "^1", setup({ onStop }) { onStop(() => new Promise(() => {})); return { ports: {} }; } };`;
    writePlugin(path.join(small.directory, "stuck"), { kind: "service", code });
    small.configure([{ use: "../stuck" }]);
    const child = launch("start");
    await firstLine(child);
    child.kill("SIGTERM");
    const end = ended(child);
    const again = setInterval(() => child.kill("SIGTERM"), 50);
    expect((await end).code).to.equal(1);
    clearInterval(again);
  });

  it("starts again at once after it was killed", async () => {
    const first = launch("start");
    await firstLine(first);
    first.kill("SIGKILL");
    await ended(first);
    const second = launch("start", "--json");
    const { url, link } = JSON.parse(await firstLine(second)) as { url: string; link: string };
    expect(link).to.equal(`${url}/login#link-1`);
    second.kill("SIGTERM");
    expect((await ended(second)).code).to.equal(0);
  });

  it("works on a running host through its socket", async () => {
    const child = launch("start");
    await firstLine(child);
    const link = await run("link");
    expect(link.out).to.match(/\/login#link-2\n$/);
    expect(await run("token", "create", "--name", "ci", "--role", "viewer")).to.deep.equal({ code: 0, out: "secret-of-tok1\n", err: "" });
    expect((await run("token", "list")).out).to.match(/tok1 +ci +viewer/);
    expect((await run("token", "revoke", "tok1")).code).to.equal(0);
    expect(JSON.parse((await run("token", "list", "--json")).out)[0]).to.include({ id: "tok1", revokedAt: 2 });
    expectFailure(await run("start"), "host.already_running");
    const doctor = await run("doctor");
    expect(doctor.code, doctor.out).to.equal(0);
    expect(doctor.out).to.match(/ok +Host: process \d+ at http.* is ready/);
    child.kill("SIGTERM");
    await ended(child);
  });

  it("makes tokens while no host runs, and links only with one", async () => {
    expect((await run("token", "create")).out).to.equal("secret-of-tok1\n");
    expect(expectFailure(await run("link"), "host.not_running")).to.contain("open-cowork start");
  });

  it("refuses a port in use, before it creates anything", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as { port: number };
    expect(expectFailure(await run("start", "--port", String(port)), "host.port_in_use"))
      .to.contain(`Port ${port}`)
      .and.contain("--port");
    const byVariable = await runCli(["start"], invocation({ OPEN_COWORK_CLOUD_PORT: String(port) }));
    expectFailure(byVariable, "host.port_in_use");
    expect(existsSync(small.dataDir)).to.equal(false);
    await new Promise((resolve) => other.close(resolve));
  });

  it("refuses a data directory that cannot be", async () => {
    writeFileSync(path.join(small.directory, "file"), "");
    expect(expectFailure(await run("start", "--data-dir", "file/data"), "host.data_dir")).to.contain("--data-dir");
  });

  it("prints every problem of a broken config, and starts nothing", async () => {
    small.configure([{ use: "../nowhere" }], { roles: ["boss"], listne: {} });
    for (const args of [["start"], ["config", "check"]]) {
      const err = expectFailure(await run(...args), "config.invalid");
      expect(err).to.contain("3 problems").and.contain("cloud.roles[0]").and.contain("Did you mean listen?").and.contain("nowhere");
    }
    const json = await run("config", "check", "--json");
    expect(json.code).to.equal(1);
    expect(JSON.parse(json.out).error).to.include({ code: "config.invalid" }).and.to.have.property("problems").with.length(3);
    expect((await run("doctor")).code).to.equal(1);
    expect(existsSync(small.dataDir)).to.equal(false);
  });

  it("refuses a config file that is not there", async () => {
    expectFailure(await run("start", "--config", "absent.json"), "config.unreadable");
  });

  it("names a variable whose value does not fit", async () => {
    const outcome = await runCli(["config", "check"], invocation({ OPEN_COWORK_CLOUD_PORT: "http" }));
    expect(expectFailure(outcome, "config.invalid")).to.contain("cloud.listen.port").and.contain("from OPEN_COWORK_CLOUD_PORT");
  });

  it("shows what is in force with its sources and without secrets", async () => {
    const code = `
      import { secret } from "@open-cowork/shared";
      import { z } from "zod";
      export default { name: "x", kind: "service", api: "^1", config: z.object({ key: secret() }), setup: () => ({ ports: {} }) };`;
    writePlugin(path.join(small.directory, "keyed"), { kind: "service", code });
    small.configure([{ use: "../keyed", config: { key: "{env:KEY}" } }]);
    const env = invocation({ KEY: "s3cret", OPEN_COWORK_CLOUD_PORT: "7999" });
    const { out } = await runCli(["config", "show"], env);
    expect(out)
      .to.match(/cloud\.listen\.port +7999 +OPEN_COWORK_CLOUD_PORT/)
      .and.match(/config\.key +"\[secret\]" +.*open-cowork\.config\.json/)
      .and.match(/branding\.name +"Open Cowork" +default/);
    expect(out + (await runCli(["config", "show", "--json"], env)).out).not.to.contain("s3cret");
  });

  it("lists the plugins in the order in which they start", async () => {
    const list = JSON.parse((await run("plugins", "list", "--json")).out) as { kind: string }[];
    const kinds = list.map(({ kind }) => kind);
    expect(kinds).to.have.length(8);
    expect(kinds.indexOf("storage")).to.be.lessThan(kinds.indexOf("identity"));
  });

  it("ends with 2 on wrong usage and with 0 for help", async () => {
    for (const args of [
      ["start", "--port", "99999"],
      ["start", "desktop"],
      ["token", "create", "--role", "boss"],
      ["nonsense"],
      ["token", "revoke"],
      ["start", "--nonsense"],
    ]) {
      const { code, err } = await run(...args);
      expect(code, args.join(" ")).to.equal(2);
      expect(err).to.match(/^error: /);
    }
    expect((await run("--help")).code).to.equal(0);
    expect((await run("token", "create", "--help")).out).to.contain("--json");
  });
});
