import { expect } from "chai";
import { Stage } from "./browser-page.js";
import { ThreadWriter } from "./thread-writer.js";

const ARABIC = "مرحبا بالعالم، هذه رسالة فيها كلمة English في وسطها.";

/** Text of every script, and text that fits nowhere. */
describe("writing of all kinds", function () {
  this.timeout(60_000);
  const stage = new Stage();
  before(() => stage.start());
  afterEach(() => stage.closePages());
  after(() => stage.stop());

  const thread = (question: string, answer: string, title = "Scripts") => {
    const { workspace } = stage.fixture;
    return new ThreadWriter(workspace, workspace.create(title)).ask(question).say(answer).finish().session;
  };

  it("sets each paragraph, list and message in the direction of its own script", async () => {
    const { page } = await stage.thread(thread(ARABIC, `English first.\n\n${ARABIC}\n\n- عنصر أول\n\n\`\`\`sh\nls -la\n\`\`\``));
    const direction = (selector: string, index = 0) =>
      page
        .locator(selector)
        .nth(index)
        .evaluate((element) => getComputedStyle(element).direction);
    await page.locator("oc-markdown p").nth(1).waitFor();
    expect(await direction("oc-markdown p")).to.equal("ltr");
    expect(await direction("oc-markdown p", 1)).to.equal("rtl");
    expect(await direction("oc-markdown ul")).to.equal("rtl");
    expect(await direction("oc-markdown oc-code")).to.equal("ltr");
    expect(await direction("oc-prompt .bubble p")).to.equal("rtl");
    const field = page.getByRole("textbox", { name: "Message" });
    await field.fill(ARABIC);
    expect(await field.evaluate((element) => getComputedStyle(element).direction)).to.equal("rtl");
  });

  it("breaks words that are longer than the page instead of growing sideways", async () => {
    const long = "y".repeat(600);
    const session = thread(
      `${"x".repeat(400)} 👩🏽‍💻`,
      `${long}\n\n- ${long}\n\n> ${long}\n\n| a | b |\n|---|---|\n| ${long} | 2 |\n\n\`${long}\``,
      "z".repeat(300),
    );
    for (const width of [1280, 390]) {
      const { page } = await stage.thread(session, "", { viewport: { width, height: 800 } });
      await page.locator("oc-markdown table").waitFor();
      expect(await page.evaluate(() => document.scrollingElement!.scrollWidth)).to.equal(width);
      const sideways = await page.getByRole("region", { name: "Conversation" }).evaluate((box) => box.scrollWidth - box.clientWidth);
      expect(sideways, `${width} px`).to.equal(0);
    }
  });
});
