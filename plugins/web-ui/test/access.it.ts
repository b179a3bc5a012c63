import { AppError } from "@open-cowork/shared";
import { expect } from "chai";
import { fillSample } from "./fixture/sample.js";
import { Stage } from "./support/stage.js";

describe("signing in and settings", () => {
  const stage = Stage.use(({ workspace }) => void fillSample(workspace));

  it("exchanges a link once and takes the secret out of the address before anything is sent", async () => {
    const { workspace } = stage.fixture;
    workspace.signedIn = false;
    workspace.links.add("ocl_good_secret");
    const page = await stage.visit("/login#ocl_good_secret");
    await page.getByText("Needs you").waitFor();
    expect(page.url()).to.equal(`${stage.fixture.url}/`);
    await page.goBack().catch(() => null);
    expect(page.url()).to.not.contain("ocl_");
  });

  it("asks for a link when nobody is signed in, and goes on to where one wanted to go", async () => {
    const { workspace } = stage.fixture;
    workspace.signedIn = false;
    workspace.links.add("ocl_pasted_one");
    const page = await stage.visit("/settings/about");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Paste the link first.").waitFor();
    await page.getByLabel("Sign-in link or code").fill("http://elsewhere/login#ocl_wrong_one");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("This sign-in link was used already or has expired.").waitFor();
    await page.getByLabel("Sign-in link or code").fill(`${stage.fixture.url}/login#ocl_pasted_one`);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/settings/about");
  });

  it("goes to the sign-in when the session ends meanwhile", async () => {
    const page = await stage.visit("/");
    await page.getByText("Needs you").waitFor();
    stage.fixture.workspace.signedIn = false;
    stage.fixture.api.cut();
    await page.getByLabel("Sign-in link or code").waitFor();
  });

  it("signs out here, and ends other sign-ins", async () => {
    const page = await stage.visit("/settings/access");
    await page.getByRole("button", { name: "Sign out there" }).click();
    await page.getByText("That sign-in has ended.").waitFor();
    expect(stage.fixture.workspace.logins.map((login) => login.id)).to.deep.equal(["l1"]);
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.getByLabel("Sign-in link or code").waitFor();
    expect(stage.fixture.workspace.signedIn).to.equal(false);
  });

  it("shows a new token once", async () => {
    const page = await stage.visit("/settings/access");
    await page.getByRole("button", { name: "New token" }).click();
    await page.getByRole("button", { name: "Create token" }).click();
    await page.getByText("Give the token a name.").waitFor();
    await page.getByRole("textbox", { name: "Name" }).fill("Deploy");
    await page.getByRole("combobox", { name: "Role" }).selectOption("viewer");
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Create token" }).click();
    await page.getByText("oct_").waitFor();
    expect(stage.fixture.workspace.tokens.at(-1)).to.include({ name: "Deploy", role: "viewer" });
    await page.getByRole("button", { name: "I have copied it" }).click();
    await page.getByText("oct_").waitFor({ state: "detached" });
    await page.getByText("Viewer · never used · expires").waitFor();
  });

  it("revokes a token after asking", async () => {
    const page = await stage.visit("/settings/access");
    await page.getByRole("button", { name: "Revoke Status board" }).click();
    await page.getByRole("button", { name: "Revoke token" }).click();
    await page.getByText("“Status board” is revoked.").waitFor();
    expect(stage.fixture.workspace.tokens.map((token) => token.name)).to.deep.equal(["Nightly report script"]);
  });

  it("removes a model provider after asking, and says why it could not", async () => {
    const page = await stage.visit("/settings");
    await page.getByRole("button", { name: "Remove Lab server" }).click();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByText("Lab server was removed.").waitFor();
    stage.fixture.api.fail.set("DELETE /model-providers", new AppError("auth.forbidden"));
    await page.getByRole("button", { name: "Remove Anthropic" }).click();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByText("Anthropic was not removed. Your role does not allow this.").waitFor();
    expect(stage.fixture.workspace.providers.map((provider) => provider.id)).to.deep.equal(["demo", "anthropic"]);
  });

  it("shows those who may not change them the models without buttons", async () => {
    const { workspace } = stage.fixture;
    workspace.me = { ...workspace.me, role: "viewer", permissions: ["session.read", "settings.read"] };
    const page = await stage.visit("/settings");
    await page.getByText("Only owners and admins can change these.").waitFor();
    expect(await page.getByRole("button", { name: /^Remove/ }).count()).to.equal(0);
  });
});
