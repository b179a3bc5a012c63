import { expect } from "chai";
import { checkManifest } from "./manifest.js";

describe("manifest", () => {
  const good = { plugin: "./dist/plugin.js", kind: "storage", api: "^1" };
  const problem = (block: unknown) => {
    const checked = checkManifest("acme", block);
    return "problem" in checked ? `${checked.problem.message}. ${checked.problem.hint}` : undefined;
  };

  it("accepts ranges that hold the version of this contract", () => {
    for (const api of ["^1", "1", ">=1 <3", "1.0.0", "*"]) expect(problem({ ...good, api }), api).to.equal(undefined);
  });

  it("refuses other versions, naming both", () => {
    expect(problem({ ...good, api: "^2" })).to.contain("written for plugin api ^2; this host has 1.0.0");
    expect(problem({ ...good, api: "^0.9" })).to.contain("^0.9");
  });

  it("refuses a range that is none", () => {
    expect(problem({ ...good, api: "soon" })).to.contain('"soon" as api, which is not a version range');
  });

  it("refuses missing and malformed blocks with what to write", () => {
    expect(problem(undefined)).to.contain("not an Open Cowork plugin").and.contain('"openCowork"');
    expect(problem({ ...good, kind: "Not A Kind" })).to.contain("openCowork.kind");
    expect(problem({ ...good, plugin: "/etc/passwd" })).to.contain("openCowork.plugin");
    expect(problem("storage")).to.contain("wrong manifest");
    expect(problem({ ...good, extra: 1 })).to.contain("openCowork");
  });
});
