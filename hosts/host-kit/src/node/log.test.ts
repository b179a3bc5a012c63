import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Secret } from "@open-cowork/shared";
import { expect } from "chai";
import { createLog } from "./log.js";

describe("log", () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "kernel-log-"));
    file = path.join(directory, "logs", "cloud.log");
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const lines = () =>
    readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  (process.platform === "linux" ? it : it.skip)("costs the host nothing but lines when the disk is full", () => {
    const log = createLog({ to: { file: "/dev/full" } });
    expect(() => {
      for (let i = 0; i < 3; i++) log.warn("disk.full", { i });
      log.close();
    }).to.not.throw();
  });

  it("writes one JSON object a line with time, level, event and fields", () => {
    const log = createLog({ to: { file } });
    log.child({ plugin: "http" }).warn("http.slow", { ms: 1200 });
    log.debug("http.detail");
    log.close();
    log.info("too.late");
    expect(lines()).to.have.length(1);
    expect(lines()[0]).to.include({ level: "warn", event: "http.slow", plugin: "http", ms: 1200 });
    expect(Number.isNaN(Date.parse(String(lines()[0]?.time)))).to.equal(false);
  });

  it("hides secrets, key-like fields and what errors carry, at any depth", () => {
    const log = createLog({ to: { file }, level: "debug" });
    const cause = Object.assign(new Error("inner"), { code: "ECONNREFUSED" });
    log.child({ apiToken: "canary-1" }).error("model.failed", {
      key: new Secret("canary-2", "model.key"),
      request: { headers: [{ authorization: "canary-3", "x-api-key": "canary-4" }] },
      password: "canary-5",
      usedTokens: 12,
      error: new Error("outer", { cause }),
    });
    log.close();
    const text = readFileSync(file, "utf8");
    expect(text).not.to.contain("canary");
    expect(lines()[0]).to.include({ key: "[secret model.key]", password: "[redacted]", usedTokens: 12 });
    expect(lines()[0]).to.have.nested.property("error.cause.code", "ECONNREFUSED");
  });

  it("survives fields that refer to themselves", () => {
    const log = createLog({ to: { file } });
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    log.info("odd.fields", { loop });
    log.close();
    expect(lines()[0]).to.include({ event: "odd.fields" });
  });

  it("sets a large file aside at the next start, readable by its owner only", () => {
    createLog({ to: { file } }).close();
    expect(statSync(path.dirname(file)).mode & 0o777).to.equal(0o700);
    writeFileSync(file, "old\n");
    truncateSync(file, 21 * 1024 * 1024);
    createLog({ to: { file } }).close();
    expect(readFileSync(`${file}.1`, "utf8").slice(0, 4)).to.equal("old\n");
    expect(statSync(file).size).to.equal(0);
  });
});
