import { launchBrowser, openPage, type TestPage } from "@open-cowork/testkit/browser";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { type Fixture, startFixture } from "../fixture/fixture-server.js";

export const WIDE: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** One browser and one served interface for a file of tests; every page in a context of its own. */
export class Stage {
  fixture!: Fixture;
  browser!: Browser;
  #open: TestPage[] = [];

  /** Call from `before` and `after`. */
  async start(): Promise<void> {
    [this.fixture, this.browser] = await Promise.all([startFixture(), launchBrowser()]);
    const model = (id: string, name: string) => ({ id, name, attachments: true, reasoning: false, tools: true });
    this.fixture.workspace.catalog = {
      agents: [
        { id: "build", name: "Build", description: "Does the work", primary: true },
        { id: "plan", name: "Plan", description: "Changes nothing", primary: true },
        { id: "explore", name: "Explore", description: "Looks around", primary: false },
      ],
      models: [
        { provider: "anthropic", providerName: "Anthropic", model: model("claude-sonnet", "Claude Sonnet 4.5") },
        { provider: "local", providerName: "Lab", model: model("qwen/qwen-3", "Qwen 3") },
      ],
      defaultModel: { provider: "anthropic", model: "claude-sonnet" },
      defaultAgent: "build",
    };
  }
  async stop(): Promise<void> {
    await this.browser?.close();
    await this.fixture?.close();
  }

  /** A thread's page, with its first row drawn. `query` is that of the address. */
  async thread(session: string, query = "", options: BrowserContextOptions = WIDE): Promise<TestPage> {
    const test = await openPage(this.browser, options);
    this.#open.push(test);
    // The compiler of the tests names inner functions with this helper, which the page does not have.
    await test.page.addInitScript("globalThis.__name = (value) => value");
    await test.page.goto(`${this.fixture.url}/t/${session}${query}`);
    await test.page.locator("oc-row, oc-prompt").first().waitFor();
    return test;
  }

  /** Call from `afterEach`; fails the test when a page reported an error or broke the content policy. */
  async closePages(): Promise<void> {
    const pages = this.#open.splice(0);
    const problems = pages.flatMap((test) => test.problems);
    await Promise.all(pages.map((test) => test.context.close()));
    if (problems.length > 0) throw new Error(`the page reported: ${problems.join("; ")}`);
  }
}
