import { AppError, type ModelProviderInput } from "@open-cowork/shared";
import { expect } from "chai";
import { Stage } from "./support/stage.js";

describe("first run", () => {
  const stage = Stage.use(({ workspace }) => {
    workspace.info = { ...workspace.info, ready: false };
  });

  it("opens the set-up by itself, without a frame, and begins with the demo model", async () => {
    const page = await stage.visit("/");
    await page.waitForURL("**/setup");
    await page.getByRole("heading", { name: "Choose a model" }).waitFor();
    expect(await page.locator("oc-rail").count()).to.equal(0);
    await page.getByRole("button", { name: "Test it" }).click();
    await page.getByText("Hello! I am ready when you are.").waitFor();
    await page.getByText("demo began to answer after 182 ms.").waitFor();
    expect(stage.fixture.workspace.providers, "nothing is saved by a test").to.deep.equal([]);
    await page.getByRole("button", { name: "Save and begin" }).click();
    await page.getByRole("heading", { name: "What shall we get done?" }).waitFor();
    expect(stage.fixture.workspace.providers.map((provider) => provider.kind)).to.deep.equal(["demo"]);
  });

  it("offers the new model at once, even when an older answer about models comes in later", async () => {
    const { workspace, api } = stage.fixture;
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let asked = 0;
    api.hold = (name) => (name === "GET /catalog" && asked++ === 0 ? held : undefined);
    const page = await stage.visit("/setup");
    await page.getByRole("button", { name: "Test it" }).click();
    workspace.catalog = {
      ...workspace.catalog,
      defaultModel: { provider: "demo", model: "demo" },
      models: [{ provider: "demo", providerName: "Demo", model: { id: "demo", name: "Demo model", attachments: false, reasoning: false, tools: true } }],
    };
    await page.getByRole("button", { name: "Save and begin" }).click();
    await page.getByRole("button", { name: /Demo model/ }).waitFor();
    const late = page.waitForResponse("**/catalog");
    release();
    await late;
    await page.locator("oc-composer textarea").fill("Hello");
    expect(await page.getByText("No model is set up yet").count()).to.equal(0);
  });

  it("checks the fields before it asks anybody", async () => {
    const page = await stage.visit("/setup");
    await page.getByText("OpenAI-compatible endpoint").click();
    await page.getByRole("button", { name: "Test it" }).click();
    await page.getByText("Enter the address of the endpoint.").waitFor();
    await page.getByLabel("Address").fill("localhost:11434");
    await page.keyboard.press("Enter");
    await page.getByText("This is not an address.").waitFor();
    await page.getByText("Anthropic", { exact: true }).click();
    await page.getByRole("button", { name: "Test it" }).click();
    await page.getByText("Enter the API key.").waitFor();
  });

  it("says honestly what failed, what to do, and that nothing was saved", async () => {
    const inputs: ModelProviderInput[] = [];
    stage.fixture.api.testModel = async (input) => {
      inputs.push(input);
      throw new AppError("model.rejected_key");
    };
    const page = await stage.visit("/setup");
    await page.getByText("OpenAI", { exact: true }).click();
    await page.getByRole("textbox", { name: "API key" }).fill(" sk-wrong ");
    await page.getByRole("button", { name: "Test it" }).click();
    await page.getByText("The model provider refused the key.").waitFor();
    await page.getByText("Check that the key was copied whole").waitFor();
    await page.getByText("Nothing was saved.").waitFor();
    expect(inputs).to.deep.equal([{ kind: "openai", key: "sk-wrong" }]);
    await page.getByRole("textbox", { name: "API key" }).fill("sk-other");
    await page.getByText("The model provider refused the key.").waitFor({ state: "detached" });
  });

  it("forgets a test that was stopped or whose fields changed meanwhile", async () => {
    let answer: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      stage.fixture.api.testModel = (input) => {
        resolve();
        return new Promise((done) => (answer = () => done({ ok: true, model: "late", text: `late answer of ${input.kind}`, firstTokenMs: 1, models: [] })));
      };
    });
    const page = await stage.visit("/setup");
    await page.getByRole("button", { name: "Test it" }).click();
    await page.getByText("Asking for a short answer").waitFor();
    await asked;
    await page.getByRole("button", { name: "Stop the test" }).click();
    await page.getByRole("button", { name: "Test it" }).waitFor();
    const arrived = page.waitForResponse("**/model-providers/test");
    answer();
    await arrived;
    await page.getByRole("button", { name: "Test it" }).waitFor();
    expect(await page.getByText("late answer").count()).to.equal(0);
  });

  it("tells those who may not set it up whom to ask", async () => {
    const { workspace } = stage.fixture;
    workspace.me = { ...workspace.me, role: "member", permissions: ["session.read", "session.write"] };
    const page = await stage.visit("/");
    await page.getByText("Ask an owner or admin of this workspace.").waitFor();
  });
});
