import { event } from "@open-cowork/shared";
import { expect } from "chai";
import { Stage } from "./browser-page.js";
import { asking, marchInvoices } from "./scenario.js";

describe("approvals and questions in a thread", function () {
  this.timeout(60_000);
  const stage = new Stage();
  before(() => stage.start());
  afterEach(() => stage.closePages());
  after(() => stage.stop());

  const approval = () => marchInvoices(stage.fixture.workspace, stage.fixture.workspace.create("Invoices")).session;
  const last = (session: string) => stage.fixture.workspace.commands.findLast((sent) => sent.session === session)?.command;

  it("shows the command in full and allows it once with the key 1", async () => {
    const session = approval();
    const { page } = await stage.thread(session);
    const card = page.locator("oc-approval-card");
    await card.getByText("npm run import -- --month 2026-03 --retry-failed").waitFor();
    await card.getByText("Hard to undo").waitFor();
    await page.getByRole("region", { name: "Conversation" }).focus();
    await page.keyboard.press("1");
    await page.getByText("allowed once by you").waitFor();
    expect(last(session)).to.include({ kind: "approval.answer", approval: "ap1", answer: "once" });
    expect(await card.getByRole("button").count()).to.equal(0);
  });

  it("does not decide while something is being written", async () => {
    const session = approval();
    const { page } = await stage.thread(session);
    await page.getByRole("textbox", { name: "Message" }).fill("");
    await page.keyboard.type("12");
    expect(await page.getByRole("textbox", { name: "Message" }).inputValue()).to.equal("12");
    expect(last(session)).to.equal(undefined);
  });

  it("answers by key after Escape has left the composer", async () => {
    const session = approval();
    const { page } = await stage.thread(session);
    await page.getByRole("button", { name: /^Allow once/ }).waitFor();
    await page.getByRole("textbox", { name: "Message" }).focus();
    await page.keyboard.press("Escape");
    await page.keyboard.press("2");
    await page.getByText("allowed for this thread by you").waitFor();
    expect(last(session)).to.include({ answer: "session" });
  });

  it("only brings an approval into view when the reader does not see it", async () => {
    const session = approval();
    const { page } = await stage.thread(session, "?at=1");
    await page.setViewportSize({ width: 1280, height: 420 });
    await page.getByRole("region", { name: "Conversation" }).evaluate((box) => box.scrollTo(0, 0));
    await page.getByRole("region", { name: "Conversation" }).focus();
    await page.keyboard.press("1");
    await page.getByRole("button", { name: /^Allow once/ }).waitFor();
    expect(last(session)).to.equal(undefined);
  });

  it("shows the rule before it is saved", async () => {
    const session = approval();
    const { page } = await stage.thread(session);
    await page.getByRole("button", { name: /^Always/ }).click();
    await page.getByText("npm run import *", { exact: true }).waitFor();
    expect(last(session)).to.equal(undefined);
    await page.getByRole("button", { name: "Save rule and allow" }).click();
    await page.getByText("always allowed by you").waitFor();
    expect(last(session)).to.include({ answer: "always" });
  });

  it("rejects with a note, and Escape goes back without deciding", async () => {
    const session = approval();
    const { page } = await stage.thread(session);
    await page.getByRole("region", { name: "Conversation" }).focus();
    await page.keyboard.press("4");
    const note = page.getByRole("textbox", { name: /Tell the agent why/ });
    await note.waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Allow once/ }).waitFor();
    await page.keyboard.press("4");
    await note.fill("Use the staging database");
    await page.keyboard.press("Enter");
    await page.getByText("rejected by you").waitFor();
    expect(last(session)).to.include({ answer: "reject", note: "Use the staging database" });
    await page.getByText("“Use the staging database”").waitFor();
  });

  it("folds at once when somebody else decides, and says who", async () => {
    const session = approval();
    const { page } = await stage.thread(session);
    await page.getByRole("button", { name: /^Allow once/ }).waitFor();
    const by = { kind: "person", id: "p2", name: "Grace Lin" } as const;
    stage.fixture.workspace.append(session, [event("approval.answered", { id: "ap1", answer: "session", by }, "r1")]);
    await page.getByText("allowed for this thread by Grace Lin").waitFor();
    expect(await page.getByRole("button", { name: /^Allow once/ }).count()).to.equal(0);
  });

  it("says that an expired request is no longer needed", async () => {
    const session = approval();
    const { page } = await stage.thread(session);
    stage.fixture.workspace.append(session, [event("approval.expired", { id: "ap1", reason: "run ended" }, "r1")]);
    await page.getByText("no longer needed").waitFor();
  });

  it("keeps the card and says why when the answer could not be sent", async () => {
    const session = approval();
    const { page } = await stage.thread(session);
    const { AppError } = await import("@open-cowork/shared");
    stage.fixture.api.fail.set(`POST /sessions/${session}/commands`, new AppError("storage.unavailable"));
    await page.getByRole("button", { name: /^Allow once/ }).click();
    await page.getByRole("alert").getByText("The database cannot be reached.").waitFor();
    stage.fixture.api.fail.clear();
    await page.getByRole("button", { name: /^Allow once/ }).click();
    await page.getByText("allowed once by you").waitFor();
  });

  it("asks for every question before it sends, and sends options and typed text", async () => {
    const session = asking(stage.fixture.workspace, stage.fixture.workspace.create("Summary")).session;
    const { page } = await stage.thread(session);
    const send = page.getByRole("button", { name: "Send answer" });
    expect(await send.isDisabled()).to.equal(true);
    await page.getByRole("radio", { name: /As a PDF/ }).check();
    expect(await send.isDisabled()).to.equal(true);
    await page.getByRole("checkbox", { name: "The finance list" }).check();
    await page.getByRole("checkbox", { name: "Grace Lin" }).check();
    await page.getByRole("textbox", { name: "Something else…" }).fill("As a letter");
    expect(await page.getByRole("radio", { name: /As a PDF/ }).isChecked()).to.equal(false);
    await send.click();
    await page.getByText("answered by you").waitFor();
    expect(last(session)).to.deep.include({ kind: "question.answer", question: "q1", answers: [["As a letter"], ["Grace Lin", "The finance list"]] });
  });

  it("declines", async () => {
    const session = asking(stage.fixture.workspace, stage.fixture.workspace.create("Summary")).session;
    const { page } = await stage.thread(session);
    await page.getByRole("button", { name: "Decline" }).click();
    await page.getByText("declined by you").waitFor();
    expect(last(session)).to.include({ kind: "question.reject" });
  });

  it("shows a reader without the right to decide what waits, and no buttons", async () => {
    const { workspace } = stage.fixture;
    const me = workspace.me;
    workspace.me = { ...me, role: "viewer", permissions: ["session.read"] };
    try {
      const { page } = await stage.thread(approval());
      await page.getByText("Someone with the right to approve has to decide this.").waitFor();
      expect(await page.getByRole("button", { name: /^Allow once/ }).count()).to.equal(0);
      await page.getByText("Your role lets you read this thread, not write in it.").waitFor();
    } finally {
      workspace.me = me;
    }
  });
});
