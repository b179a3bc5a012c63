import { expect } from "chai";
import { checkProfile, type HostProfile } from "./profile.js";

const profile: HostProfile = {
  name: "Test Host",
  accepts: { storage: { min: 1, max: 1 }, ui: { max: 1 }, service: {} },
  forbids: { runtime: "it must hold no data" },
};

describe("profile", () => {
  const messages = (...kinds: string[]) =>
    checkProfile(
      profile,
      kinds.map((kind, index) => ({ name: `${kind}-${index}`, kind })),
    ).map(({ path, message }) => `${path}: ${message}`);

  it("accepts what fits", () => {
    expect(messages("storage", "service", "service", "ui")).to.deep.equal([]);
  });

  it("names the plugin and the rule, for every rule that is broken", () => {
    expect(messages("runtime", "toaster", "ui", "ui")).to.deep.equal([
      'runtime-0: is of kind "runtime", which Test Host must not have: it must hold no data',
      'toaster-1: is of kind "toaster", which Test Host does not accept',
      'storage: Test Host needs 1 plugin of kind "storage" and has 0',
      'ui-2, ui-3: Test Host takes at most 1 of kind "ui" and has 2',
    ]);
  });

  it("accepts no kind by way of object internals", () => {
    expect(messages("storage", "constructor")).to.deep.equal(['constructor-1: is of kind "constructor", which Test Host does not accept']);
  });
});
