import { AppError, type CommandInput } from "@open-cowork/shared";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { PHONE, Stage } from "./browser-page.js";
import { ThreadWriter } from "./thread-writer.js";

type Prompt = Extract<CommandInput, { kind: "prompt" }>;
const field = (page: Page) => page.getByRole("textbox", { name: "Message" });

describe("the composer", function () {
  this.timeout(60_000);
  const stage = new Stage();
  before(() => stage.start());
  afterEach(() => stage.closePages());
  after(() => stage.stop());

  const idle = () => new ThreadWriter(stage.fixture.workspace, stage.fixture.workspace.create("Composer")).ask("Hello").say("Hi.").finish();
  const running = () => new ThreadWriter(stage.fixture.workspace, stage.fixture.workspace.create("Composer")).ask("Hello").say("Working");
  const sent = (session: string) => stage.fixture.workspace.commands.filter((item) => item.session === session).map((item) => item.command);

  it("sends with Enter, makes lines with Shift+Enter, and shows the message at once", async () => {
    const { session } = idle();
    const { page } = await stage.thread(session);
    await field(page).pressSequentially("one");
    await page.keyboard.press("Shift+Enter");
    await field(page).pressSequentially("two");
    await page.keyboard.press("Enter");
    await page.locator("oc-prompt").getByText("one\ntwo").waitFor();
    expect(await field(page).inputValue()).to.equal("");
    expect(sent(session)).to.have.length(1);
    expect(sent(session)[0]).to.deep.include({ kind: "prompt", text: "one\ntwo", agent: "build", model: { provider: "anthropic", model: "claude-sonnet" } });
  });

  it("leaves Enter to the input method while a text is composed", async () => {
    const { session } = idle();
    const { page } = await stage.thread(session);
    await field(page).fill("にほん");
    await field(page).evaluate((element) => {
      element.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, composed: true, cancelable: true }));
      element.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, composed: true, cancelable: true }));
    });
    expect(sent(session)).to.have.length(0);
    expect(await field(page).inputValue()).to.equal("にほん");
  });

  it("keeps an unsent message visible and sends it again under the same id", async () => {
    const { session } = idle();
    const { page } = await stage.thread(session);
    stage.fixture.api.fail.set(`POST /sessions/${session}/commands`, new AppError("stopping"));
    await field(page).fill("Important");
    await page.keyboard.press("Enter");
    await page.getByText("Not sent.").waitFor();
    stage.fixture.api.fail.clear();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator("oc-row oc-prompt, oc-transcript .tail oc-prompt").getByText("Important").waitFor();
    await page.getByText("Not sent.").waitFor({ state: "detached" });
    expect(sent(session)).to.have.length(1);
  });

  it("keeps a draft through a reload, apart from other threads", async () => {
    const one = idle();
    const other = idle();
    const { page } = await stage.thread(one.session);
    await field(page).fill("Half a thought");
    await page.goto(`${stage.fixture.url}/t/${other.session}`);
    await page.locator("oc-row").first().waitFor();
    expect(await field(page).inputValue()).to.equal("");
    await page.goto(`${stage.fixture.url}/t/${one.session}`);
    await page.locator("oc-row").first().waitFor();
    expect(await field(page).inputValue()).to.equal("Half a thought");
  });

  it("queues or steers while a run works, as the person chose", async () => {
    const { session } = running();
    const { page } = await stage.thread(session);
    await field(page).fill("Later");
    await page.keyboard.press("Enter");
    await page.getByText("Queued", { exact: true }).waitFor();
    await field(page).fill("Now");
    await page.getByRole("button", { name: "Queue", exact: true }).click();
    await page.getByRole("menuitemradio", { name: /Steer/ }).click();
    await page.getByRole("button", { name: "Send into this run" }).click();
    await page.locator("oc-prompt").getByText("Now").waitFor();
    expect((sent(session) as Prompt[]).map((command) => command.delivery)).to.deep.equal(["queue", "steer"]);
  });

  it("stops with the button and with one key", async () => {
    const first = running();
    const { page } = await stage.thread(first.session);
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await page.getByText("Stopped.", { exact: true }).waitFor();
    const second = running();
    await page.goto(`${stage.fixture.url}/t/${second.session}`);
    await page.getByRole("button", { name: "Stop", exact: true }).waitFor();
    await page.keyboard.press("Control+.");
    await page.getByText("Stopped.", { exact: true }).waitFor();
    expect(sent(second.session)[0]).to.include({ kind: "abort", run: "r1" });
  });

  it("uploads files at once, shows how far they are, and sends them along", async () => {
    const { session } = idle();
    const { page } = await stage.thread(session);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/api/v1/artifacts?*", async (route) => {
      await held;
      const name = new URL(route.request().url()).searchParams.get("name");
      await route.fulfill({ json: { id: `art-${name}`, name, mime: "text/csv", bytes: 5, sha256: "x", createdAt: 1 } });
    });
    await page.locator("input[type=file]").setInputFiles([{ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from("a,b,c") }]);
    await field(page).fill("Look at this");
    await page.getByText("Files are still on their way.", { exact: false }).waitFor();
    await page.keyboard.press("Enter");
    expect(sent(session)).to.have.length(0);
    release();
    await page.getByText("5 B").waitFor();
    await page.keyboard.press("Enter");
    await page.locator("oc-prompt").getByText("Look at this").waitFor();
    expect((sent(session)[0] as Prompt).attachments).to.deep.equal([{ artifact: "art-a.csv", name: "a.csv", mime: "text/csv", bytes: 5 }]);
  });

  it("refuses a file above the limit before it is sent, and says the limit", async () => {
    const { workspace } = stage.fixture;
    const { info } = workspace;
    workspace.info = { ...info, limits: { ...info.limits, attachmentBytes: 1_000 } };
    try {
      const { page } = await stage.thread(idle().session);
      await page.locator("input[type=file]").setInputFiles([{ name: "big.bin", mimeType: "application/octet-stream", buffer: Buffer.alloc(2_000) }]);
      await page.getByText("Larger than 1.0 kB, the most this workspace accepts").waitFor();
      await page.getByRole("button", { name: "Remove big.bin" }).click();
      expect(await page.getByText("big.bin").count()).to.equal(0);
    } finally {
      workspace.info = info;
    }
  });

  it("takes pasted pictures and dropped files", async () => {
    const { session } = idle();
    const { page } = await stage.thread(session);
    await page.route("**/api/v1/artifacts?*", (route) =>
      route.fulfill({ json: { id: "x", name: "n", mime: "image/png", bytes: 3, sha256: "x", createdAt: 1 } }),
    );
    await field(page).evaluate((element) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array([1, 2, 3])], "shot.png", { type: "image/png" }));
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true, composed: true }));
    });
    await page.getByText("shot.png").waitFor();
    await page.locator("oc-transcript").evaluate((element) => {
      const data = new DataTransfer();
      data.items.add(new File(["hello"], "dropped.txt", { type: "text/plain" }));
      element.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true, composed: true }));
    });
    await page.getByText("dropped.txt").waitFor();
  });

  it("chooses model and agent by keyboard, and remembers favourites", async () => {
    const { session } = idle();
    const { page } = await stage.thread(session);
    await page.getByRole("button", { name: /^Model:/ }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("F2");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Model:/ }).click();
    await page
      .getByRole("group", { name: "Favourites" })
      .getByRole("option", { name: /Qwen 3/ })
      .click();
    await page.getByRole("button", { name: "Model: Qwen 3" }).waitFor();
    await page.getByRole("button", { name: /^Agent:/ }).click();
    await page.getByRole("menuitemradio", { name: /Plan/ }).click();
    await field(page).fill("With these");
    await page.keyboard.press("Enter");
    await page.locator("oc-prompt").getByText("With these").waitFor();
    expect(sent(session)[0]).to.deep.include({ agent: "plan", model: { provider: "local", model: "qwen/qwen-3" } });
  });

  it("offers commands and agents, and runs a command", async () => {
    const { session } = idle();
    const { page } = await stage.thread(session);
    await field(page).pressSequentially("/ren");
    await page.getByRole("option", { name: /rename/ }).waitFor();
    await page.keyboard.press("Tab");
    await field(page).pressSequentially("March invoices");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "March invoices" }).waitFor();
    await field(page).pressSequentially("ask @ex");
    await page.keyboard.press("Enter");
    expect(await field(page).inputValue()).to.equal("ask @explore ");
    expect(sent(session)).to.have.length(0);
  });

  it("begins a thread from the home page and shows the first message while the thread is made", async () => {
    const { page } = await stage.thread(idle().session);
    await page.goto(stage.fixture.url);
    await field(page).fill("A fresh start");
    await page.keyboard.press("Enter");
    await page.locator("oc-prompt").getByText("A fresh start").waitFor();
    expect(page.url()).to.match(/\/t\/[0-9A-Z]{26}$/);
    const session = page.url().split("/").at(-1)!;
    await page.locator("oc-run-live").waitFor();
    expect(sent(session)[0]).to.include({ kind: "prompt", text: "A fresh start" });
  });

  it("keeps the message as a draft when a thread cannot be begun", async () => {
    const { page } = await stage.thread(idle().session);
    await page.goto(stage.fixture.url);
    await field(page).fill("Do not lose me");
    stage.fixture.api.fail.set("POST /sessions", new AppError("storage.unavailable"));
    await page.keyboard.press("Enter");
    await page.getByText("The thread could not be begun.").waitFor();
    stage.fixture.api.fail.clear();
    await page.getByRole("link", { name: "Back to the draft" }).click();
    await page.locator("oc-home-page").waitFor();
    expect(await field(page).inputValue()).to.equal("Do not lose me");
  });

  it("makes a new line with Enter where there is no keyboard", async () => {
    const { session } = idle();
    const { page } = await stage.thread(session, "", PHONE);
    await field(page).fill("one");
    await field(page).press("Enter");
    expect(sent(session)).to.have.length(0);
    await page.getByRole("button", { name: "Send" }).click();
    await page.locator("oc-prompt").getByText("one").waitFor();
    expect(sent(session)).to.have.length(1);
  });

  it("grows with the text up to 40 % of the window, and undo is the browser's own", async () => {
    const { page } = await stage.thread(idle().session);
    await field(page).pressSequentially("abc");
    await page.keyboard.press("Control+z");
    expect(await field(page).inputValue()).to.not.equal("abc");
    await field(page).fill("line\n".repeat(80));
    const box = await field(page).boundingBox();
    expect(box!.height).to.be.within(250, 800 * 0.4 + 1);
  });
});
