import { AppError } from "@open-cowork/shared";
import { expect } from "chai";
import { fillSample } from "./fixture/sample.js";
import { Stage } from "./support/stage.js";

describe("channels", () => {
  const stage = Stage.use(({ workspace }) => {
    fillSample(workspace);
    workspace.channels.fill();
  });

  it("are reached from the frame, and say who serves them", async () => {
    const page = await stage.visit("/");
    await page.getByRole("link", { name: "Channels" }).click();
    await page.getByText("telegram · support · @acme_cowork_bot · served now").waitFor();
    await page.getByText("email · desk · never served").waitFor();
  });

  it("shows a pairing code and its link once", async () => {
    const page = await stage.visit("/channels");
    await page.getByRole("button", { name: "Invite" }).first().click();
    await page.getByRole("combobox", { name: "Role", exact: true }).selectOption("approver");
    await page.getByRole("button", { name: "Make code" }).click();
    await page.getByText("K7Q2-MX9D-4TRB", { exact: true }).waitFor();
    await page.getByText("https://t.me/acme_cowork_bot?start=K7Q2-MX9D-4TRB").waitFor();
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "Invite" }).first().click();
    await page.getByRole("button", { name: "Make code" }).waitFor();
    expect(await page.getByText("K7Q2-MX9D-4TRB").count()).to.equal(0);
  });

  it("gives a person another role, and shuts one out", async () => {
    const { identities } = stage.fixture.workspace.channels;
    const page = await stage.visit("/channels");
    await page.getByRole("combobox", { name: "Role of Ben Okafor" }).selectOption("member");
    await page.getByText("Ben Okafor was changed.").waitFor();
    await page.getByRole("button", { name: "Block Ana Duarte" }).click();
    await page.getByRole("button", { name: "Let Ana Duarte in again" }).waitFor();
    expect(identities.map(({ role, blocked }) => [role, blocked])).to.deep.equal([
      ["owner", true],
      ["member", false],
      ["member", true],
    ]);
  });

  it("asks before a connection is switched off", async () => {
    const { bindings } = stage.fixture.workspace.channels;
    const page = await stage.visit("/channels");
    await page.getByRole("button", { name: "Switch off" }).first().click();
    await page.getByRole("button", { name: "Cancel" }).last().click();
    expect(bindings[0]?.enabled).to.equal(true);
    await page.getByRole("button", { name: "Switch off" }).first().click();
    await page.locator("oc-confirm").getByRole("button", { name: "Switch off" }).click();
    await page.getByText("switched off").waitFor();
    expect(bindings[0]?.enabled).to.equal(false);
  });

  it("sends a dead message again, and says why it had died", async () => {
    const page = await stage.visit("/channels");
    await page.getByText("given up · 10 attempts · Telegram did not answer").waitFor();
    await page.getByRole("button", { name: "Send again" }).click();
    await page.getByText("It is sent again.").waitFor();
    expect(stage.fixture.workspace.channels.deliveries[0]?.state).to.equal("pending");
  });

  it("says why a change was refused, and shows what is in force", async () => {
    stage.fixture.api.fail.set("PATCH /channels/identities", new AppError("auth.forbidden"));
    const page = await stage.visit("/channels");
    const role = page.getByRole("combobox", { name: "Role of Ben Okafor" });
    await role.selectOption("owner");
    await page.getByText("That did not work. Your role does not allow this.").waitFor();
    await page.waitForFunction((select) => (select as HTMLSelectElement).value === "approver", await role.elementHandle());
  });

  it("are all there is on a Cloud Channel Gateway, which can start a provider again", async () => {
    const { workspace, api } = stage.fixture;
    workspace.info = { ...workspace.info, product: "cloud-channel-gateway", capabilities: ["channels", "channel-providers"] };
    for (const path of ["GET /events", "GET /sessions", "GET /catalog", "GET /approvals"]) api.fail.set(path, new AppError("request.route_unknown"));
    const page = await stage.visit("/t/some-thread");
    await page.getByRole("button", { name: "Restart email · desk" }).click();
    await page.getByText("email · desk is starting again.").waitFor();
    expect(workspace.channels.restarted).to.deep.equal(["email/desk"]);
    expect(new URL(page.url()).pathname).to.equal("/channels");
    for (const name of ["New thread", "Approvals", "Invite"])
      expect(await page.getByRole("link", { name }).or(page.getByRole("button", { name })).count(), name).to.equal(0);
  });
});
