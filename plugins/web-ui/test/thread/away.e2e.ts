import { expect } from "chai";
import type { Page } from "playwright-core";
import { Stage } from "./browser-page.js";
import { marchInvoices } from "./scenario.js";
import { ThreadWriter } from "./thread-writer.js";

/** What the reader sees, in order. */
const shown = (page: Page) =>
  page.locator("oc-prompt p, oc-markdown .block, oc-step .line, oc-change .name, oc-approval-card .over, oc-run-end .outcome p").allTextContents();

describe("windows that were away, and windows beside each other", function () {
  this.timeout(60_000);
  const stage = new Stage();
  before(() => stage.start());
  afterEach(() => stage.closePages());
  after(() => stage.stop());

  it("catches up after having been offline, with nothing doubled and nothing lost", async () => {
    const { workspace, api } = stage.fixture;
    const writer = new ThreadWriter(workspace, workspace.create("Away")).ask("Count").say("one ");
    const { page, context } = await stage.thread(writer.session);
    await page.getByText("one").first().waitFor();
    await context.setOffline(true);
    api.cut();
    await page.getByText("You are offline.").first().waitFor();
    const part = writer.id("text");
    for (let i = 0; i < 300; i++) writer.add("text.appended", { message: "a", part, text: `word${i} ` });
    writer.tool("bash", { command: "ls" }, { output: "a" });
    writer.say("The end.").finish();
    await context.setOffline(false);
    await page.locator("oc-markdown").getByText("The end.").waitFor();
    await page.getByText("You are offline.").waitFor({ state: "detached" });
    const text = (await shown(page)).join("\n");
    const words = [...text.matchAll(/word(\d+)/g)].map((match) => Number(match[1]));
    expect(words).to.deep.equal(Array.from({ length: 300 }, (_, i) => i));
    expect(text.match(/The end\./g)).to.have.length(1);
    const fresh = await stage.thread(writer.session);
    await fresh.page.locator("oc-markdown").getByText("The end.").waitFor();
    expect(await shown(page)).to.deep.equal(await shown(fresh.page));
  });

  it("sends what was written while offline once the connection is back, one time", async () => {
    const { workspace, api } = stage.fixture;
    const { session } = new ThreadWriter(workspace, workspace.create("Unsent")).ask("Hello").say("Hi.").finish();
    const { page, context } = await stage.thread(session);
    await context.setOffline(true);
    api.cut();
    await page.getByText("You are offline.").first().waitFor();
    await page.getByRole("textbox", { name: "Message" }).fill("Written in a tunnel");
    await page.keyboard.press("Enter");
    await page.locator("oc-prompt").getByText("Written in a tunnel").waitFor();
    await context.setOffline(false);
    const again = page.getByRole("button", { name: "Try again" });
    const taken = () => workspace.commands.filter((item) => item.session === session).length;
    await page.locator("oc-run-live").or(again).first().waitFor();
    if (taken() === 0) await again.click();
    await page.locator("oc-run-live").waitFor();
    expect(taken()).to.equal(1);
    expect(await page.locator("oc-prompt").getByText("Written in a tunnel").count()).to.equal(1);
  });

  it("shows two windows the same, and a decision of one in the other at once, with who made it", async () => {
    const { workspace } = stage.fixture;
    const { session } = marchInvoices(workspace, workspace.create("Beside"));
    const [one, other] = [await stage.thread(session), await stage.thread(session)];
    await other.page.getByRole("button", { name: /^Allow once/ }).waitFor();
    await one.page.getByRole("button", { name: /^Allow once/ }).click();
    await other.page.getByText("allowed once by you").waitFor();
    expect(await other.page.getByRole("button", { name: /^Allow once/ }).count()).to.equal(0);
    await one.page.getByText("allowed once by you").waitFor();
    const timeless = (texts: string[]) => texts.map((text) => text.replace(/\d+ s\b/g, ""));
    expect(await shown(one.page)).to.have.length.above(5);
    expect(timeless(await shown(other.page))).to.deep.equal(timeless(await shown(one.page)));
  });
});
