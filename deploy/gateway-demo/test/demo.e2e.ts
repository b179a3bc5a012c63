import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { stripVTControlCharacters } from "node:util";
import { expect } from "chai";

/** As `npm run gateway:demo` runs it. */
const MAIN = path.resolve(import.meta.dirname, "../dist/main.js");

describe("the demo of chat channels", function () {
  this.timeout(120_000);
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(path.join(tmpdir(), "oc-demo-test-"))));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  async function demo(script: readonly string[], ...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
    const env = { PATH: process.env.PATH ?? "", HOME: directory, TMPDIR: directory };
    const child = spawn(process.execPath, [MAIN, ...args], { cwd: directory, env });
    child.stdin.end(script.map((line) => `${line}\n`).join(""));
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
    return { code: code as number | null, out: stripVTControlCharacters(out), err };
  }

  it("lets the person in, plays a script against real OpenCode, prints what was said, and leaves nothing behind", async () => {
    const { code, out, err } = await demo(["Run a command", "1", "!wait Allowed once", "!wait hello", "/help", "!wait /stop stops"]);
    expect(code, err).to.equal(0);
    expect(out).to.include("Welcome").and.include("**Allowed once by").and.include("Open Cowork says hello").and.include("/approve CODE");
    expect(readdirSync(directory).filter((name) => name.startsWith("open-cowork-demo"))).to.deep.equal([]);
  });

  it("fails with what did not come, and prints what was said until then", async () => {
    const { code, out, err } = await demo(["!file nowhere.txt"], "--data-dir", path.join(directory, "data"));
    expect(code).to.equal(1);
    expect(out).to.include("Welcome");
    expect(err)
      .to.include("Error: ")
      .and.include("nowhere.txt")
      .and.not.match(/\n\s+at /);
    expect(readdirSync(path.join(directory, "data")), "a directory that was given stays").to.include("gateway.log");
  });
});
