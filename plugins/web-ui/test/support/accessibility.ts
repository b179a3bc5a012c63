import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { expect } from "chai";
import type { Page } from "playwright-core";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
let source: string | undefined;

/** Fails with a readable list when axe finds a violation of WCAG 2.2 A or AA, or of its best practices, on the page. */
export async function expectAccessible(page: Page): Promise<void> {
  source ??= await readFile(AXE, "utf8");
  await page.evaluate(source);
  const results = await page.evaluate(
    () =>
      (globalThis as unknown as { axe: { run(context: Document, options: object): Promise<AxeResults> } }).axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        resultTypes: ["violations"],
      }) as Promise<AxeResults>,
  );
  const found = results.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.flat().join(" ")} (${node.failureSummary?.split("\n")[1]?.trim()})`),
  );
  expect(found).to.deep.equal([]);
}
