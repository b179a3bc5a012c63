import { expect } from "chai";
import { demandOpenFiles } from "./open-files.js";

describe("limit of open files", () => {
  it("says how to raise it when more sockets are asked for than any system allows", () => {
    const limit = (process.report.getReport() as unknown as { userLimits: { open_files: { soft: number | "unlimited" } } }).userLimits.open_files.soft;
    if (limit === "unlimited") return;
    expect(() => demandOpenFiles(limit)).to.throw(`Raise it: ulimit -n ${limit + 300}`);
  });
  it("lets a few pass", () => {
    expect(() => demandOpenFiles(1)).not.to.throw();
  });
});
