import { AppError } from "@open-cowork/shared";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { fillSample, type Sample } from "./fixture/sample.js";
import { Stage } from "./support/stage.js";

describe("the frame", () => {
  let sample: Sample;
  const stage = Stage.use(({ workspace }) => (sample = fillSample(workspace)));
  const ready = (page: Page) => page.getByRole("heading", { name: "What shall we get done?" }).waitFor();
  const path = (page: Page) => new URL(page.url()).pathname;

  it("sets text in its own fonts", async () => {
    const page = await stage.visit("/");
    await ready(page);
    const loaded = await page.evaluate(async () => {
      await document.fonts.ready;
      return [...document.fonts].filter((font) => font.status === "loaded").map((font) => font.family.replaceAll('"', ""));
    });
    expect(loaded).to.include.members(["Inter Variable", "Newsreader Variable"]);
  });

  it("answers its shortcuts, but not while something is written", async () => {
    const page = await stage.visit("/settings");
    await page.getByText("Lab server").waitFor();
    await page.keyboard.press("a");
    await page.waitForURL("**/approvals");
    await page.keyboard.press("c");
    await ready(page);
    await page.locator("oc-composer textarea").fill("");
    await page.keyboard.type("ach?");
    expect(path(page)).to.equal("/");
    expect(await page.locator("oc-composer textarea").inputValue()).to.equal("ach?");
    await page.keyboard.press("Control+,");
    await page.waitForURL("**/settings");
  });

  it("leaves single letters alone once they are switched off", async () => {
    const page = await stage.visit("/settings/appearance");
    await page.getByRole("switch", { name: /^Single-key shortcuts/ }).focus();
    await page.keyboard.press("Space");
    await page.getByRole("heading", { name: "Settings" }).click();
    await page.keyboard.press("a");
    await page.keyboard.press("Control+b");
    await page.locator("oc-rail").waitFor({ state: "hidden" });
    expect(path(page)).to.equal("/settings/appearance");
  });

  it("steps through the threads by keyboard", async () => {
    const page = await stage.visit("/approvals");
    await page.getByText("Run a command that changes data").waitFor();
    await page.keyboard.press("j");
    await page.waitForURL("**/t/*");
    const first = path(page);
    await page.keyboard.press("Alt+ArrowDown");
    await page.waitForURL((url) => url.pathname !== first);
    await page.keyboard.press("Alt+ArrowUp");
    await page.waitForURL(`**${first}`);
  });

  it("keeps links ordinary: back, forward, reload and new tabs work", async () => {
    const page = await stage.visit("/");
    await ready(page);
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("link", { name: "Appearance" }).click();
    expect(path(page)).to.equal("/settings/appearance");
    await page.goBack();
    await page.getByText("Lab server").waitFor();
    await page.goForward();
    await page.reload();
    await page.getByText("Ink on paper").waitFor();
    const about = page.getByRole("link", { name: "About" });
    expect(await about.evaluate(leftToTheBrowser)).to.deep.equal({ href: "/settings/about", prevented: false });
    expect(path(page)).to.equal("/settings/appearance");
  });

  it("moves the focus into the new page and names it in the title", async () => {
    const page = await stage.visit("/");
    await ready(page);
    await page.getByRole("link", { name: /^Approvals.*2 waiting/ }).click();
    await page.getByText("Run a command that changes data").waitFor();
    expect(await page.title()).to.equal("(2) Approvals · Acme Research");
    expect(await page.evaluate(() => document.querySelector("oc-app")?.shadowRoot?.querySelector("oc-shell")?.shadowRoot?.activeElement?.tagName)).to.be.oneOf([
      "MAIN",
      "OC-APPROVALS-PAGE",
    ]);
  });

  it("skips to the content with the first tab stop", async () => {
    const page = await stage.visit("/settings");
    await page.getByText("Lab server").waitFor();
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Skip to content" }).press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.querySelector("oc-app")?.shadowRoot?.querySelector("oc-shell")?.shadowRoot?.activeElement?.tagName)).to.equal(
      "OC-SETTINGS-PAGE",
    );
  });

  it("hides the rail and remembers it", async () => {
    const page = await stage.visit("/settings");
    await page.getByRole("button", { name: "Hide sidebar" }).click();
    await page.locator("oc-rail").waitFor({ state: "hidden" });
    await page.reload();
    await page.getByText("Lab server").waitFor();
    expect(await page.locator("oc-rail").isVisible()).to.equal(false);
    await page.getByRole("button", { name: "Show sidebar" }).click();
    await page.locator("oc-rail").waitFor();
  });

  it("is a drawer on a phone, closed by going somewhere", async () => {
    const page = await stage.visit("/", { width: 390 });
    await ready(page);
    await page.getByRole("button", { name: "Threads", exact: true }).tap();
    await page.getByRole("dialog", { name: "Main navigation" }).waitFor();
    await page
      .getByRole("dialog")
      .getByRole("link", { name: /^Plan the office move/ })
      .tap();
    await page.waitForURL("**/t/*");
    await page.getByRole("dialog", { name: "Main navigation" }).waitFor({ state: "hidden" });
    const targets = await page
      .getByRole("navigation", { name: "Main navigation" })
      .getByRole("link")
      .evaluateAll((links) => links.map((link) => link.getBoundingClientRect().height));
    expect(Math.min(...targets)).to.be.at.least(44);
  });

  it("finds threads, commands and what was said", async () => {
    const page = await stage.visit("/");
    await ready(page);
    await page.keyboard.press("Control+k");
    const field = page.getByRole("combobox", { name: "Search and commands" });
    await field.fill("invoices");
    await page
      .getByRole("option", { name: /March invoices fail/ })
      .first()
      .waitFor();
    await page.getByRole("option", { name: /day-first dates/ }).waitFor();
    await field.fill("dark");
    await page.getByRole("option", { name: "Appearance: Dark" }).waitFor();
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).to.equal("ink");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("Control+k");
    await field.fill("day-first");
    await page.getByRole("option", { name: /day-first dates/ }).click();
    await page.waitForURL(`**/t/${sample.invoices}?at=2`);
  });

  it("leaves the palette with Escape and says when nothing is found or search fails", async () => {
    stage.fixture.api.fail.set("GET /search", new AppError("storage.unavailable"));
    const page = await stage.visit("/");
    await ready(page);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("qqqq");
    await page.getByText("What was said could not be searched. The database cannot be reached.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("combobox").waitFor({ state: "detached" });
    expect(path(page)).to.equal("/");
  });

  it("keeps the theme over a reload, from the first paint on", async () => {
    const page = await stage.visit("/settings/appearance");
    await page.getByText("Paper on ink").click();
    await page.reload();
    await page.waitForLoadState("domcontentloaded");
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).to.equal("rgb(22, 23, 26)");
    await page.getByText("Follows this device").click();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).to.equal(undefined);
  });

  it("says calmly that the connection is away, and catches up", async () => {
    const { workspace, api } = stage.fixture;
    const page = await stage.visit("/");
    await ready(page);
    api.fail.set("GET /events", new AppError("stopping"));
    api.cut();
    await page.getByText("Reconnecting…").waitFor();
    workspace.create("Written meanwhile");
    api.fail.clear();
    await page.getByRole("button", { name: "Try now" }).click();
    await page.getByRole("link", { name: "Written meanwhile" }).first().waitFor();
    await page.getByText("Reconnecting…").waitFor({ state: "detached" });
  });

  it("gives a new workspace something to begin with, to be changed before it is sent", async () => {
    stage.fixture.workspace.threads.clear();
    const page = await stage.visit("/");
    await page.getByRole("button", { name: "Write a short note to a file, then edit it" }).click();
    const field = page.getByRole("textbox", { name: "Message" });
    expect(await field.inputValue()).to.equal("Write a short note to a file, then edit it");
    await page.keyboard.type(" twice");
    await page.getByRole("button", { name: "Look around the folder and tell me what is there" }).click();
    expect(await field.inputValue(), "what was written stays").to.equal("Write a short note to a file, then edit it twice");
    expect(stage.fixture.workspace.commands).to.deep.equal([]);
  });

  it("shows the agents and models of the last visit until the engine has told them", async () => {
    const page = await stage.visit("/");
    await page.getByRole("button", { name: "Model: Claude Sonnet 4.5" }).waitFor();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    stage.fixture.api.hold = (name) => (name === "GET /catalog" ? held : undefined);
    stage.fixture.workspace.catalog = { ...stage.fixture.workspace.catalog, defaultModel: { provider: "local", model: "qwen" } };
    await page.reload();
    await page.getByRole("button", { name: "Model: Claude Sonnet 4.5" }).waitFor();
    release();
    await page.getByRole("button", { name: "Model: Qwen 3 32B" }).waitFor();
  });

  it("tries again by itself when the server was away at the start", async () => {
    stage.fixture.api.fail.set("GET /workspace", new AppError("stopping"));
    const page = await stage.visit("/");
    await page.getByText("The server cannot be reached").waitFor();
    stage.fixture.api.fail.clear();
    await ready(page);
  });
});

/** What a click that asks for a new tab meets: the browser opens one unless somebody prevents it, which is done here at the very end. */
function leftToTheBrowser(link: Element): { href: string | null; prevented: boolean } {
  const click = new MouseEvent("click", { ctrlKey: true, bubbles: true, composed: true, cancelable: true });
  let prevented = false;
  window.addEventListener(
    "click",
    (event) => {
      prevented = event.defaultPrevented;
      event.preventDefault();
    },
    { once: true },
  );
  link.dispatchEvent(click);
  return { href: link.getAttribute("href"), prevented };
}
