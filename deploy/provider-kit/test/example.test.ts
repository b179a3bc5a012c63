import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { CONTRIBUTIONS } from "@open-cowork/core/kernel";
import { expect } from "chai";
import { startGateway } from "../../../hosts/gateway/src/index.js";
import { SmallGateway } from "../../../hosts/gateway/test/support/small-gateway.js";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const run = promisify(execFile);

/** What the documentation shows is built, tested and loaded as its readers would: in a folder of its own, by its own scripts. */
describe("the example of a third party's provider", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "oc-provider-example-"));
  const modules = path.join(folder, "node_modules");
  after(() => rmSync(folder, { recursive: true }));

  it("builds outside of this repository", async () => {
    cpSync(path.join(ROOT, "docs/examples/provider-example"), folder, { recursive: true });
    symlinkSync(path.join(ROOT, "node_modules"), modules);
    await run(process.execPath, [path.join(ROOT, "node_modules/tsgo/bin/tsc")], { cwd: folder });
  });

  it("passes the kit, by a test runner of its own choice", async () => {
    const args = ["--test", "--test-reporter=spec", "dist/test/conformance.test.js"];
    const { stdout } = await run(process.execPath, args, { cwd: folder, env: { PATH: process.env.PATH } }).catch((error: { stdout: string }) => error);
    expect(stdout).to.match(/\bfail 0\b/);
    expect(Number(/\bpass (\d+)/.exec(stdout)?.[1])).to.be.greaterThan(80);
    expect(stdout).to.include("skipped without buttons: ");
  });

  it("is loaded by the gateway from its folder, without a package installed there", async () => {
    rmSync(modules);
    const small = new SmallGateway();
    const relative = path.relative(path.dirname(small.config), folder);
    writeFileSync(path.join(small.directory, "corkboard-token"), "a-token\n");
    small.configure({ providers: { [relative]: [{ id: "ops", url: "https://corkboard.example", token: "{file:../corkboard-token}" }] } });
    const host = await startGateway(small.options());
    try {
      const provider = host.port(CONTRIBUTIONS).all("chatProviders")[0];
      expect(provider).to.include({ kind: "corkboard", instance: "ops" });
    } finally {
      await host.stop();
      small.remove();
    }
  });
});
