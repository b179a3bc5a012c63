import { expect } from "chai";
import { modelGroups } from "./model-groups.js";

const entry = (provider: string, id: string, name = id) => ({
  provider,
  providerName: provider.toUpperCase(),
  model: { id, name, attachments: false, reasoning: false, tools: true },
});
const models = [entry("a", "sonnet", "Claude Sonnet 4.5"), entry("a", "haiku", "Claude Haiku"), entry("b", "gpt", "GPT 5")];
const names = (filter: string, favourites: string[] = []) =>
  modelGroups(models, filter, new Set(favourites)).map((group) => `${group.name}: ${group.entries.map((e) => e.model.id).join(" ")}`);

describe("modelGroups", () => {
  it("groups by provider, favourites first", () => {
    expect(names("")).to.deep.equal(["A: sonnet haiku", "B: gpt"]);
    expect(names("", ["b/gpt"])).to.deep.equal([": gpt", "A: sonnet haiku"]);
  });

  it("finds by any words of name and provider", () => {
    expect(names("claude 4")).to.deep.equal(["A: sonnet"]);
    expect(names("b gp")).to.deep.equal(["B: gpt"]);
    expect(names("nothing")).to.deep.equal([]);
  });
});
