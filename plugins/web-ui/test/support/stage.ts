import { launchBrowser, openPage, type TestPage } from "@open-cowork/testkit/browser";
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { type Fixture, startFixture } from "../fixture/fixture-server.js";

export interface View {
  width?: 1280 | 390;
  theme?: "light" | "dark";
}

/** A browser and a fixture of its own for each test; every page must end without an error in its console. */
export class Stage {
  browser!: Browser;
  fixture!: Fixture;
  readonly #open: TestPage[] = [];

  /** Opens an address of the fixture and waits until the page has drawn itself. */
  async visit(path: string, { width = 1280, theme = "light" }: View = {}): Promise<Page> {
    const phone = width === 390 ? { viewport: { width, height: 844 }, hasTouch: true, isMobile: true } : { viewport: { width, height: 800 } };
    const opened = await openPage(this.browser, { ...phone, colorScheme: theme, reducedMotion: "reduce" });
    this.#open.push(opened);
    // Shorter than a test, so that a failure names what was waited for.
    opened.context.setDefaultTimeout(10_000);
    await opened.page.goto(this.fixture.url + path);
    return opened.page;
  }

  /** Registers the hooks with mocha. */
  static use(prepare?: (fixture: Fixture) => void): Stage {
    const stage = new Stage();
    before(async function () {
      this.timeout(60_000);
      stage.browser = await launchBrowser();
    });
    beforeEach(async () => {
      stage.fixture = await startFixture();
      prepare?.(stage.fixture);
    });
    afterEach(async () => {
      const problems = stage.#open.flatMap((opened) => opened.problems);
      await Promise.all(stage.#open.splice(0).map((opened) => opened.context.close()));
      await stage.fixture.close();
      expect(problems, "console of the page").to.deep.equal([]);
    });
    after(() => stage.browser?.close());
    return stage;
  }
}
