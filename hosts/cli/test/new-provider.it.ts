import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { CONTRIBUTIONS } from "@open-cowork/core/kernel";
import type { InboundEvent } from "@open-cowork/shared";
import { expect } from "chai";
import { inspectGateway, startGateway } from "../../gateway/src/index.js";
import { SmallGateway } from "../../gateway/test/support/small-gateway.js";
import { type Outcome, runCli } from "./support.js";

/** What the generated platform for development offers. */
interface DevPlatform {
  listen(): Promise<string>;
  close(): Promise<void>;
  open(chat: string): { id: string; text: string }[];
  say(chat: string, person: { id: string; name: string }, text: string): void;
  unconfirmed(): number;
}

const HOME = path.resolve(import.meta.dirname, "../../..");

describe("open-cowork plugins new provider", function () {
  this.timeout(120_000);
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(path.join(tmpdir(), "oc-new-"))));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const run = (...args: string[]): Promise<Outcome> => runCli(["plugins", "new", "provider", ...args], { cwd: directory });

  async function refused(args: string[], why: RegExp): Promise<void> {
    const before = readdirSync(directory);
    const { code, out, err } = await run(...args);
    expect([code, out], args.join(" ")).to.deep.equal([2, ""]);
    expect(err).to.match(why);
    expect(readdirSync(directory), "nothing written").to.deep.equal(before);
  }

  it("writes a package that speaks of nothing but itself", async () => {
    const { code, out } = await run("acme-chat", "--json");
    const result = JSON.parse(out) as { directory: string; package: string; files: string[]; config: unknown };
    expect(code).to.equal(0);
    expect(result).to.deep.include({ name: "acme-chat", package: "open-cowork-provider-acme-chat" });
    expect(result.config).to.deep.equal({ gateway: { providers: { [result.directory]: [{ id: "main", token: "{env:ACME_CHAT_TOKEN}" }] } } });
    const written = readdirSync(result.directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(written.map((entry) => path.relative(result.directory, path.join(entry.parentPath, entry.name)))).to.have.members(result.files);
    for (const file of result.files) {
      const text = readFileSync(path.join(result.directory, file), "utf8");
      expect(text, file).not.to.match(/__\w+__/);
      expect(text, file).not.to.include(HOME).and.not.include(directory);
    }
    expect(JSON.parse(readFileSync(path.join(result.directory, "package.json"), "utf8"))).to.deep.include({
      name: "open-cowork-provider-acme-chat",
      openCowork: { plugin: "./src/plugin.js", kind: "provider", api: "^1" },
    });
  });

  it("writes where it is told to, also into an empty directory", async () => {
    mkdirSync(path.join(directory, "there"));
    const { code, out } = await run("acme", "--directory", "there");
    expect(code).to.equal(0);
    expect(out).to.include(path.join(directory, "there")).and.include("{env:ACME_TOKEN}");
    expect(existsSync(path.join(directory, "there", "src", "plugin.js"))).to.equal(true);
  });

  it("refuses bad names", async () => {
    for (const name of ["", "Acme", "1st", "../acme", "a/b", "a b", "acme_", "acme-", "@acme/chat", "a".repeat(41), "__proto__", "ä"])
      await refused([name], /has at most 40 lower-case letters/);
    await refused([], /missing required argument/);
  });

  it("refuses a directory with something in it, and a file", async () => {
    mkdirSync(path.join(directory, "full"));
    writeFileSync(path.join(directory, "full", ".keep"), "mine");
    writeFileSync(path.join(directory, "file"), "mine");
    await refused(["acme", "--directory", "full"], /full is not empty\. Nothing was written/);
    await refused(["acme", "--directory", "file", "--json"], /file is a file\. Nothing was written/);
    expect(readdirSync(path.join(directory, "full"))).to.deep.equal([".keep"]);
  });

  it("gives a provider that passes its conformance test", async () => {
    await run("acme", "--directory", "there");
    const test = (env: Record<string, string>) => runTests(path.join(directory, "there"), env);
    const { code, out } = await test({ OPEN_COWORK_HOME: HOME });
    expect(code, out).to.equal(0);
    expect(out)
      .to.match(/acme keeps the promises of the port/)
      .and.match(/pass [5-9]\d/);
    const lost = await test({});
    expect(lost.code).to.equal(1);
    expect(lost.out).to.include("Set OPEN_COWORK_HOME");
  });

  it("gives a provider that a gateway loads, and that hears and answers there", async () => {
    await run("acme", "--directory", "there");
    const { DevPlatform } = (await import(pathToFileURL(path.join(directory, "there", "dev", "platform.js")).href)) as {
      DevPlatform: new (options: { token: string }) => DevPlatform;
    };
    const platform = new DevPlatform({ token: "oct_cloud" });
    const small = new SmallGateway();
    const url = await platform.listen();
    small.configure({ providers: { [path.join(directory, "there")]: [{ id: "main", url, token: "{file:../cloud-token}" }] } });
    const gateway = await startGateway(small.options());
    try {
      expect((await inspectGateway(small.options())).plugins).to.deep.include({ id: "there:main", name: "open-cowork-provider-acme", kind: "provider" });
      const [provider] = gateway.port(CONTRIBUTIONS).all("chatProviders");
      let hear: (event: InboundEvent) => void = () => undefined;
      const heard = new Promise<InboundEvent>((resolve) => (hear = resolve));
      const inbound = async (event: InboundEvent) => {
        hear(event);
        return "claimed" as const;
      };
      await provider!.start({ inbound, refused: () => undefined, health: () => undefined });
      platform.say("c1", { id: "p1", name: "Ann" }, "hello");
      const event = await heard;
      expect(event).to.deep.include({ type: "message", text: "hello", person: { id: "p1", name: "Ann" } });
      expect(await provider!.send(event.conversation, { text: "hello Ann", buttons: [], key: "k1" })).to.include({ state: "delivered" });
      expect(platform.open("c1").map(({ text }) => text)).to.deep.equal(["hello Ann"]);
      await provider!.stop();
      expect(platform.unconfirmed(), "what was stored is confirmed").to.equal(0);
    } finally {
      await gateway.stop();
      await platform.close();
      small.remove();
    }
  });
});

async function runTests(cwd: string, env: Record<string, string>): Promise<{ code: number | null; out: string }> {
  const { scripts } = JSON.parse(readFileSync(path.join(cwd, "package.json"), "utf8")) as { scripts: { test: string } };
  const args = scripts.test
    .replace(/^node /, "")
    .replace("test/*.test.js", "test/conformance.test.js")
    .split(" ");
  const child = spawn(process.execPath, args, { cwd, env: { PATH: process.env.PATH ?? "", ...env } });
  let out = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (out += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, out };
}
