import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { PHONE, Stage, WIDE } from "./browser-page.js";
import { asking, everything, marchInvoices } from "./scenario.js";
import { ThreadWriter } from "./thread-writer.js";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

async function violations(page: Page): Promise<string[]> {
  // Evaluated by the debugger, not as a script of the page, so the content policy stays as it is.
  await page.evaluate(await readFile(AXE, "utf8"));
  const result = (await page.evaluate("axe.run({ fromShadowDom: ['oc-app', 'oc-shell', 'oc-thread-page'] }, { resultTypes: ['violations'] })")) as {
    violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[];
  };
  return result.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${JSON.stringify(node.target)} ${node.failureSummary?.split("\n")[1] ?? ""}`),
  );
}

describe("the thread for everyone", function () {
  this.timeout(60_000);
  const stage = new Stage();
  const threads: Record<string, string> = {};
  before(async () => {
    await stage.start();
    const { workspace } = stage.fixture;
    const make = (name: string, write: (id: string) => unknown) => {
      threads[name] = workspace.create(name);
      write(threads[name]);
    };
    make("approval", (id) => marchInvoices(workspace, id));
    make("everything", (id) => everything(workspace, id));
    make("question", (id) => asking(workspace, id));
    make("failed", (id) => new ThreadWriter(workspace, id).ask("Go").say("Half an").add("run.interrupted", { reason: "worker", resumable: true }));
  });
  afterEach(() => stage.closePages());
  after(() => stage.stop());

  for (const [size, options] of [
    ["1280 px", WIDE],
    ["390 px", PHONE],
  ] as const) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`has no accessibility violation at ${size}, ${colorScheme}`, async () => {
        for (const [name, id] of Object.entries(threads)) {
          const { page } = await stage.thread(id, "", { ...options, colorScheme });
          await page.evaluate(() => document.fonts.ready.then(() => undefined));
          expect(await violations(page), name).to.deep.equal([]);
        }
      });
    }
  }

  it("has none with steps unfolded and a picker open", async () => {
    const { page } = await stage.thread(threads.approval!);
    await page.getByRole("button", { name: /^Ran/ }).click();
    await page.getByRole("region", { name: "Output" }).waitFor();
    await page.getByRole("button", { name: /^Model:/ }).click();
    await page.getByRole("listbox").waitFor();
    expect(await violations(page)).to.deep.equal([]);
  });

  it("can be worked with targets of 44 px on a phone", async () => {
    const { page } = await stage.thread(threads.approval!, "", PHONE);
    for (const name of [/^Allow once/, /^Reject/, "Attach files", "Stop", /^Agent:/, /^Model:/]) {
      const box = await page.getByRole("button", { name }).boundingBox();
      expect(box!.height, String(name)).to.be.at.least(43.9);
    }
  });
});
