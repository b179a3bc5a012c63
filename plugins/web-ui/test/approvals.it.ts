import { AppError } from "@open-cowork/shared";
import { expect } from "chai";
import { fillSample, type Sample } from "./fixture/sample.js";
import { Stage } from "./support/stage.js";

describe("the approvals page", () => {
  let sample: Sample;
  const stage = Stage.use(({ workspace }) => (sample = fillSample(workspace)));

  it("sends a decision to its thread and lets the card go", async () => {
    const page = await stage.visit("/approvals");
    await page.getByRole("button", { name: "Allow once" }).click();
    await page.getByText("Run a command that changes data").waitFor({ state: "detached" });
    expect(stage.fixture.workspace.commands).to.have.length(1);
    expect(stage.fixture.workspace.commands[0]).to.deep.include({ session: sample.invoices });
    expect(stage.fixture.workspace.commands[0]?.command).to.include({ kind: "approval.answer", answer: "once" });
    await page.getByRole("link", { name: /^Approvals.*1 waiting/ }).waitFor();
  });

  it("answers a question", async () => {
    const page = await stage.visit("/approvals");
    await page.getByText("Warm", { exact: true }).click();
    await page.getByRole("button", { name: "Send answer" }).click();
    await page.getByText("Which tone: formal or warm?").waitFor({ state: "detached" });
    expect(stage.fixture.workspace.commands[0]?.command).to.deep.include({ kind: "question.answer", answers: [["Warm"]] });
  });

  it("keeps a card with the reason when the decision was not taken", async () => {
    stage.fixture.api.fail.set("POST /sessions", new AppError("approval.not_pending"));
    const page = await stage.visit("/approvals");
    await page.getByRole("button", { name: "Allow once" }).click();
    await page.getByText("This request has been decided already, or has expired.").waitFor();
    expect(await page.getByRole("button", { name: "Allow once" }).isEnabled()).to.equal(true);
  });

  it("loses a card that was decided in another window, in both at once", async () => {
    const one = await stage.visit("/approvals");
    const two = await stage.visit("/approvals");
    await two.getByText("Run a command that changes data").waitFor();
    await one.getByRole("button", { name: "This thread" }).click();
    await Promise.all([one, two].map((page) => page.getByText("Run a command that changes data").waitFor({ state: "detached" })));
  });
});
