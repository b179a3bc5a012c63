import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { launchBrowser } from "@open-cowork/testkit/browser";
import { expect } from "chai";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { CloudProcess } from "./cloud-process.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Where pictures for the documentation go; unset in ordinary runs. */
const PICTURES = process.env.OPEN_COWORK_SCREENSHOTS;
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** A person's first half hour, in the real browser, on the real server, with the real OpenCode. */
describe("a first visit", function () {
  this.timeout(180_000);
  let cloud: CloudProcess;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const problems: string[] = [];

  before(async () => {
    [cloud, browser] = await Promise.all([CloudProcess.create().then((made) => made.start()), launchBrowser()]);
    // No locale is set on purpose: a bare system reports language tags that are none.
    context = await browser.newContext({ viewport: DESKTOP, colorScheme: "light", deviceScaleFactor: PICTURES ? 2 : 1 });
    page = await watched(context);
  });
  after(async () => {
    await browser?.close();
    await cloud?.remove();
  });

  async function watched(of: BrowserContext): Promise<Page> {
    const opened = await of.newPage();
    opened.on("pageerror", (error) => problems.push(error.message));
    opened.on("console", (message) => {
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) problems.push(message.text());
    });
    return opened;
  }

  async function picture(name: string, of = page): Promise<void> {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await of.screenshot({ path: path.join(PICTURES, `${name}.png`), animations: "disabled" });
  }

  async function expectAccessible(of = page): Promise<void> {
    await of.evaluate(AXE);
    const found = await of.evaluate(async () => {
      const { violations } = await (
        globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> } }
      ).axe.run();
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 160)} ${nodes[0]!.failureSummary}`);
    });
    expect(found).to.deep.equal([]);
  }

  const composer = (of = page) => of.getByRole("textbox").last();
  async function say(text: string, of = page): Promise<void> {
    await composer(of).fill(text);
    await composer(of).press("Enter");
  }

  it("begins with a link that works once and a model that is tried before it is saved", async () => {
    await page.goto(cloud.link);
    await page.getByRole("heading", { name: "Choose a model" }).waitFor();
    expect(page.url()).to.equal(`${cloud.url}/setup`);
    await picture("setup-light");
    await expectAccessible();
    await page.getByRole("button", { name: "Test it" }).click();
    await page.getByText("It works").waitFor();
    await page.getByRole("button", { name: "Save and begin" }).click();
    await page.waitForURL(`${cloud.url}/`);
    await composer().waitFor();
    const again = await browser.newContext();
    const second = await again.newPage();
    await second.goto(cloud.link);
    await second
      .getByText(/used already|has expired/i)
      .first()
      .waitFor();
    await again.close();
  });

  it("answers in a thread of its own that a reload brings back", async () => {
    await say("Show me some formatting");
    await page.waitForURL(/\/t\/[A-Za-z0-9_-]+$/);
    await page.getByText("Simple things should be simple.", { exact: true }).waitFor();
    await page.getByRole("button", { name: /Stop/ }).waitFor({ state: "detached" });
    await page.reload();
    await page.getByText("Simple things should be simple.", { exact: true }).waitFor();
    await expectAccessible();
  });

  it("asks before a file is changed, in every window, and the first decision closes it everywhere", async () => {
    await page.goto(`${cloud.url}/`);
    await say("Write a file and edit it");
    await page.getByRole("button", { name: /Allow once/ }).waitFor();
    const other = await watched(context);
    await other.goto(page.url());
    await other.getByRole("button", { name: /Allow once/ }).waitFor();
    await expectAccessible();
    const first = page.getByRole("button", { name: /Allow once/ });
    await other.getByRole("button", { name: /Allow once/ }).click();
    await page
      .getByText(/allowed once by/)
      .first()
      .waitFor();
    await first.waitFor();
    await picture("thread-light");
    await first.click();
    await page.getByText(/Done: /).waitFor();
    expect(await other.getByText(/allowed once by/).count()).to.be.at.least(1);
    await other.close();
  });

  it("stops an answer in mid-sentence and says so", async () => {
    await page.goto(`${cloud.url}/`);
    await say("Write something long");
    await page.getByText(/paragraph 1/).waitFor();
    await page.getByRole("button", { name: /Stop/ }).first().click();
    await page
      .getByText(/stopped/i)
      .first()
      .waitFor();
  });

  it("looks right in the dark and on a phone", async () => {
    await page.goto(`${cloud.url}/`);
    await page.getByText("Write a file and edit it").first().waitFor();
    await picture("home-light");
    await expectAccessible();
    await page.getByText("Write a file and edit it").first().click();
    await page.getByText(/Done: /).waitFor();
    const thread = page.url();
    await page.emulateMedia({ colorScheme: "dark" });
    await picture("thread-dark");
    await expectAccessible();
    const phone = await browser.newContext({
      viewport: PHONE,
      isMobile: true,
      hasTouch: true,
      colorScheme: "dark",
      deviceScaleFactor: 2,
      storageState: await context.storageState(),
    });
    const small = await watched(phone);
    await small.goto(thread);
    await small.getByText(/Done: /).waitFor();
    expect(await small.evaluate(() => document.documentElement.scrollWidth)).to.equal(PHONE.width);
    await picture("thread-phone-dark", small);
    await expectAccessible(small);
    await small.goto(`${cloud.url}/`);
    await small.getByRole("textbox").last().waitFor();
    await picture("home-phone-dark", small);
    await expectAccessible(small);
    await phone.close();
    await page.emulateMedia({ colorScheme: "light" });
  });

  it("made no noise in the console", () => {
    expect(problems).to.deep.equal([]);
  });
});
