import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { initCluster } from "./init-cluster.js";

describe("a new cluster", () => {
  it("is not made over the files of a damaged one, and nothing is touched", async () => {
    const home = mkdtempSync(join(tmpdir(), "open-cowork-cluster-"));
    mkdirSync(join(home, "data"));
    writeFileSync(join(home, "data", "postgresql.conf"), "");
    const options = { binaries: { postgres: "no", initdb: "no", pgCtl: "no" }, runAs: { prefix: [] }, home, password: "x", durable: false };
    const error = await initCluster(options as unknown as Parameters<typeof initCluster>[0]).catch((reason: unknown) => reason);
    expect(error).to.include({ code: "storage.unavailable" });
    expect(readdirSync(home)).to.deep.equal(["data"]);
    rmSync(home, { recursive: true });
  });
});
