import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PLUGIN_API_VERSION } from "@open-cowork/shared";
import { expect } from "chai";
import { cruise, type ICruiseResult } from "dependency-cruiser";

const rules = createRequire(import.meta.url)("../../../.dependency-cruiser.cjs");

async function violations(baseDir: string): Promise<string[]> {
  const { exclude, doNotFollow, tsPreCompilationDeps } = rules.options;
  const result = await cruise(["contracts", "core", "plugins", "hosts", "deploy"], {
    ...{ baseDir, exclude, doNotFollow, tsPreCompilationDeps, validate: true },
    ruleSet: { forbidden: rules.forbidden },
  });
  return (result.output as ICruiseResult).summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
}

/** A house with one fault in each wall. */
const FAULTS: Record<string, string> = {
  "contracts/a/src/index.ts": 'import { core } from "../../../core/src/core.js"; export const contract = core;',
  "core/src/core.ts": 'import { readFileSync } from "node:fs"; export const core = readFileSync;',
  "core/src/down.ts": 'export { a } from "../../plugins/a/src/a.js";',
  "plugins/a/src/a.ts": 'export { b } from "../../b/src/b.js"; export const a = 1;',
  "plugins/b/src/b.ts": 'export { host } from "../../../hosts/h/src/main.js"; export const b = 1;',
  "hosts/h/src/main.ts": 'export { a } from "../../../plugins/a/src/a.js"; export const host = 1;',
  "hosts/h/src/plugin-set.ts": 'export { a } from "../../../plugins/a/src/a.js";',
  "deploy/d/src/round.ts": 'export { other } from "./other.js"; export const round = 1;',
  "deploy/d/src/other.ts": 'export { round } from "./round.js"; export const other = 1;',
};

describe("the architecture", () => {
  it("keeps its layers", async () => {
    expect(await violations(process.cwd())).to.deep.equal([]);
  }).timeout(60_000);

  it("would notice a fault in every layer", async () => {
    const house = await mkdtemp(join(tmpdir(), "oc-house-"));
    try {
      for (const [path, code] of Object.entries(FAULTS)) {
        await mkdir(dirname(join(house, path)), { recursive: true });
        await writeFile(join(house, path), code);
      }
      const found = await violations(house);
      for (const fault of [
        "contracts-are-leaves: contracts/a/src/index.ts",
        "neutral-contracts-and-core: core/src/core.ts",
        "core-below-plugins: core/src/down.ts",
        "plugins-apart: plugins/a/src/a.ts",
        "plugins-below-hosts: plugins/b/src/b.ts",
        "one-plugin-set: hosts/h/src/main.ts",
      ]) {
        expect(found).to.include(fault);
      }
      expect(found.some((line) => line.startsWith("no-circular: deploy/d/"))).to.equal(true);
      expect(found).to.not.include("one-plugin-set: hosts/h/src/plugin-set.ts");
    } finally {
      await rm(house, { recursive: true, force: true });
    }
  }).timeout(60_000);

  it("states its plugin contract as a version", () => {
    expect(PLUGIN_API_VERSION).to.match(/^\d+\.\d+\.\d+$/);
  });
});
