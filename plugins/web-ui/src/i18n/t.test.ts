import { expect } from "chai";
import { english } from "./messages/english.js";
import { palette } from "./messages/palette.js";
import { settings } from "./messages/settings.js";
import { setup } from "./messages/setup.js";
import { addMessages, t, useCatalogue } from "./t.js";

describe("texts", () => {
  before(() => addMessages({ ...settings, ...setup }));

  afterEach(() => useCatalogue("en", {}));

  it("fill their slots", () => expect(t("thread.archived", { title: "Plan {x}" })).to.equal("“Plan {x}” is archived."));

  it("choose the plural form of the language", () => {
    expect(t("models.count", { count: 1 })).to.equal("1 model");
    expect(t("models.count", { count: 0 })).to.equal("0 models");
    useCatalogue("cs", { "models.count": { one: "{count} model", few: "{count} modely", other: "{count} modelů" } });
    expect(t("models.count", { count: 3 })).to.equal("3 modely");
    expect(t("models.count", { count: 5 })).to.equal("5 modelů");
  });

  it("stay English where a catalogue lacks them", () => {
    useCatalogue("de", { "action.cancel": "Abbrechen" });
    expect([t("action.cancel"), t("action.close")]).to.deep.equal(["Abbrechen", "Close"]);
  });

  it("have a form for everything in every plural, and no empty text", () => {
    for (const [key, message] of Object.entries({ ...english, ...palette, ...settings, ...setup })) {
      const forms = typeof message === "string" ? [message] : Object.values(message);
      expect(
        forms.every((form) => form.trim() !== ""),
        key,
      ).to.equal(true);
      if (typeof message !== "string") expect(message, key).to.have.property("other");
    }
  });
});
