import { AppError } from "@open-cowork/shared";
import { expect } from "chai";
import { modelInfo } from "../gateway/known-models.js";
import { engineModel } from "./engine-model.js";

describe("the model of a prompt", () => {
  const setup = {
    providers: [{ id: "local", name: "Local", npm: "x", models: [modelInfo("small"), modelInfo("large")] }],
    defaultModel: { provider: "local", model: "small" },
  };

  it("is the wished one, else the default that the engine was started with", () => {
    expect(engineModel(setup, undefined)).to.deep.equal(setup.defaultModel);
    expect(engineModel(setup, { provider: "local", model: "large" })).to.include({ model: "large" });
  });

  it("is refused where the engine does not know it", () => {
    for (const model of [
      { provider: "newer", model: "small" },
      { provider: "local", model: "huge" },
    ])
      expect(() => engineModel(setup, model))
        .to.throw(AppError)
        .with.property("code", "model.not_found");
    expect(() => engineModel({ providers: [] }, undefined))
      .to.throw(AppError)
      .with.property("code", "model.not_configured");
  });
});
