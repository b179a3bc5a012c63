import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { tryLock } from "./data-lock.js";

describe("data lock", () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "kernel-lock-"));
    file = path.join(directory, "host.lock");
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("is held by one at a time and free again when given back", () => {
    const release = tryLock(file);
    expect(tryLock(file)).to.equal(undefined);
    release?.();
    tryLock(file)?.();
    expect(release).to.be.a("function");
  });

  it("is free at once after its holder was killed", async () => {
    const code = `const { DatabaseSync } = require("node:sqlite"); new DatabaseSync(process.argv[1]).exec("BEGIN EXCLUSIVE"); console.log("held"); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ["-e", code, file], { stdio: ["ignore", "pipe", "ignore"] });
    await once(holder.stdout, "data");
    expect(tryLock(file)).to.equal(undefined);
    holder.kill("SIGKILL");
    await once(holder, "exit");
    const release = tryLock(file);
    expect(release).to.be.a("function");
    release?.();
  });

  it("passes on anything but a lock that is held", () => {
    expect(() => tryLock(directory)).to.throw();
  });
});
