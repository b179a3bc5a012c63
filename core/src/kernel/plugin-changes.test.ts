import { Secret } from "@open-cowork/shared";
import { expect } from "chai";
import fc from "fast-check";
import { pluginChanges, sameOptions } from "./plugin-changes.js";
import type { AnyPlugin } from "./plugin-definition.js";

describe("changes of a config", () => {
  const plugin: AnyPlugin = { name: "p", kind: "provider", api: "^1", setup: () => ({ ports: {} }) };
  const prepared = (id: string, config: unknown = {}) => ({ id, plugin, config });

  it("are what came, what went and what has other options", () => {
    const changes = pluginChanges([prepared("a", { x: 1 }), prepared("b"), prepared("c")], [prepared("c"), prepared("d"), prepared("a", { x: 2 })]);
    expect(changes).to.deep.equal({ added: [prepared("d")], changed: [prepared("a", { x: 2 })], removed: ["b"] });
  });

  it("see a secret by what it holds", () => {
    expect(sameOptions({ key: new Secret("a", "one") }, { key: new Secret("a", "two") })).to.equal(true);
    expect(sameOptions({ key: new Secret("a", "one") }, { key: new Secret("b", "one") })).to.equal(false);
    expect(sameOptions({ key: new Secret("a", "one") }, { key: "[secret one]" })).to.equal(false);
  });

  it("see dates, addresses, and what is left out", () => {
    expect(sameOptions(new URL("http://a/"), new URL("http://a/"))).to.equal(true);
    expect(sameOptions(new Date(1), new Date(2))).to.equal(false);
    expect(sameOptions(new Map([[1, 2]]), new Map([[1, 3]]))).to.equal(false);
    expect(sameOptions({ a: undefined }, {})).to.equal(true);
    expect(sameOptions({ a: 1 }, {})).to.equal(false);
    expect(sameOptions([], {})).to.equal(false);
  });

  it("are none between a config and its copy", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => sameOptions(value, structuredClone(value))));
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => sameOptions(a, b) === sameOptions(b, a)));
  });
});
