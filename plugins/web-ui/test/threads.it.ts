import { AppError, event } from "@open-cowork/shared";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { fillSample, type Sample } from "./fixture/sample.js";
import { Stage } from "./support/stage.js";

const TITLE = "Plan the office move";

describe("the thread list", () => {
  let sample: Sample;
  const stage = Stage.use(({ workspace }) => (sample = fillSample(workspace)));
  const row = (page: Page, title: string) => page.locator("oc-thread-list .row").filter({ hasText: title });
  const titles = (page: Page) => page.locator("oc-thread-list .title").allTextContents();
  const summary = (title: string) =>
    [...stage.fixture.workspace.threads.values()].map((thread) => stage.fixture.workspace.summary(thread)).find((item) => item.title === title);

  async function choose(page: Page, title: string, action: string): Promise<void> {
    await row(page, title).click({ button: "right" });
    await page.getByRole("menuitem", { name: action }).click();
  }

  it("shows pinned threads, then days, with what runs and what waits", async () => {
    const page = await stage.visit("/");
    await row(page, TITLE).waitFor();
    expect(await page.locator("oc-thread-list h2").allTextContents()).to.deep.equal(["Pinned", "Today", "This week", "Older"]);
    expect((await titles(page))[0]).to.equal("Weekly revenue note");
    await page
      .getByRole("link", { name: "Why did the March invoices fail? , waiting for you" })
      .or(page.getByRole("link", { name: /March invoices fail\?.*waiting for you/ }))
      .first()
      .waitFor();
    expect(await row(page, "Summarise the board minutes").getAttribute("href")).to.match(/^\/t\//);
  });

  it("renames in place by keyboard and leaves the title alone on Escape", async () => {
    const page = await stage.visit("/");
    await row(page, TITLE).focus();
    await page.keyboard.press("F2");
    await page.keyboard.type("Moving day");
    await page.keyboard.press("Escape");
    await row(page, TITLE).waitFor();
    await page.keyboard.press("F2");
    await page.keyboard.type("Moving day");
    await page.keyboard.press("Enter");
    await row(page, "Moving day").waitFor();
    expect(summary("Moving day")).to.not.equal(undefined);
    expect(await page.evaluate(() => document.title)).to.match(/^\(2\) Home/);
  });

  it("pins, archives and takes the archiving back", async () => {
    const page = await stage.visit("/");
    await choose(page, TITLE, "Pin");
    await page.waitForFunction(
      () =>
        document
          .querySelector("oc-app")
          ?.shadowRoot?.querySelector("oc-shell")
          ?.shadowRoot?.querySelector("oc-rail")
          ?.shadowRoot?.querySelector("oc-thread-list")
          ?.shadowRoot?.querySelector("section .title")?.textContent,
    );
    expect(summary(TITLE)?.pinned).to.equal(true);
    await choose(page, TITLE, "Archive");
    await page.getByText(`“${TITLE}” is archived.`).waitFor();
    await row(page, TITLE).waitFor({ state: "detached" });
    expect(summary(TITLE)?.archived).to.equal(true);
    await page.getByRole("button", { name: "Undo" }).click();
    await row(page, TITLE).waitFor();
    expect(summary(TITLE)?.archived).to.equal(false);
  });

  it("can be taken back on a phone too, where the list was a drawer", async () => {
    const page = await stage.visit("/", { width: 390 });
    await page.getByRole("button", { name: "Threads", exact: true }).tap();
    await page.getByRole("button", { name: `Actions for “${TITLE}”` }).tap();
    await page.getByRole("menuitem", { name: "Archive" }).tap();
    await page.getByRole("button", { name: "Undo" }).tap();
    await page.getByText(`“${TITLE}” is archived.`).waitFor({ state: "detached" });
    await page.waitForFunction(() => !document.querySelector("oc-app")?.shadowRoot?.querySelector("oc-shell")?.shadowRoot?.querySelector("dialog[open]"));
    expect(summary(TITLE)?.archived).to.equal(false);
  });

  it("names what is lost before deleting, keeps it on cancel, and can undo", async () => {
    const page = await stage.visit("/");
    await choose(page, TITLE, "Delete…");
    const dialog = page.getByRole("alertdialog");
    expect(await dialog.textContent()).to.contain("Delete this thread?");
    await page.getByText(`“${TITLE}” goes with everything said in it`).waitFor();
    expect(await page.evaluate(focusedText)).to.equal("Cancel");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await titles(page)).to.include(TITLE);

    await choose(page, TITLE, "Delete…");
    await page.getByRole("button", { name: "Delete thread" }).click();
    await row(page, TITLE).waitFor({ state: "detached" });
    expect(summary(TITLE)?.deleted, "still there while it can be undone").to.equal(false);
    await page.getByRole("button", { name: "Undo" }).click();
    await row(page, TITLE).waitFor();
    expect(summary(TITLE)?.deleted).to.equal(false);
  });

  it("deletes for good when the message is dismissed", async () => {
    const page = await stage.visit("/");
    await choose(page, TITLE, "Delete…");
    await page.getByRole("button", { name: "Delete thread" }).click();
    const deleted = page.waitForResponse((response) => response.request().method() === "DELETE");
    await page.getByRole("button", { name: "Dismiss" }).click();
    expect((await deleted).status()).to.equal(204);
    expect(summary(TITLE)?.deleted).to.equal(true);
  });

  it("brings a thread back and says why when it could not be deleted", async () => {
    stage.fixture.api.fail.set("DELETE /sessions", new AppError("auth.forbidden"));
    const page = await stage.visit("/");
    await choose(page, TITLE, "Delete…");
    await page.getByRole("button", { name: "Delete thread" }).click();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.getByText("The change was not saved. Your role does not allow this.").waitFor();
    await row(page, TITLE).waitFor();
  });

  it("filters by title, goes to the first match by keyboard, and Escape gives the list back", async () => {
    const page = await stage.visit("/");
    await row(page, TITLE).waitFor();
    await page.getByRole("button", { name: "Filter by title" }).click();
    await page.keyboard.type("crm");
    await row(page, TITLE).waitFor({ state: "detached" });
    expect(await titles(page)).to.deep.equal(["Compare three CRM exports"]);
    await page.getByRole("searchbox", { name: "Filter by title" }).fill("zzz");
    await page.getByText("No title matches.").waitFor();
    await page.keyboard.press("Escape");
    await row(page, TITLE).waitFor();
  });

  it("is one tab stop whose arrows move between rows", async () => {
    const page = await stage.visit("/");
    await row(page, "Weekly revenue note").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate(focusedText)).to.contain("Summarise the board minutes");
    await page.keyboard.press("End");
    expect(await page.evaluate(focusedText)).to.contain("Interview questions");
    expect(await page.locator("oc-thread-list .row[tabindex='0']").count()).to.equal(1);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/t\//);
  });

  it("follows what happens elsewhere: a new thread, a new title, a decision", async () => {
    const { workspace } = stage.fixture;
    const page = await stage.visit("/");
    await row(page, TITLE).waitFor();
    const id = workspace.create("Made in another window");
    await row(page, "Made in another window").waitFor();
    workspace.append(id, [event("session.renamed", { title: "Renamed in another window", by: workspace.me.actor })]);
    await row(page, "Renamed in another window").waitFor();
    const request = workspace.attention().find((item) => item.session === sample.invoices)!.request;
    workspace.command(sample.invoices, { kind: "approval.answer", id: "c1", approval: request.id, answer: "once" });
    await page.getByText("Run a command that changes data").waitFor({ state: "detached" });
    expect(await page.title()).to.match(/^\(1\)/);
  });
});

/** Text or name of what has the focus, through all shadow roots. */
function focusedText(): string {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return (element?.getAttribute("aria-label") ?? element?.textContent ?? "").trim();
}
