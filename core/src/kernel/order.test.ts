import { expect } from "chai";
import fc from "fast-check";
import { dependencyOrder, neededFor, type OrderedPlugin } from "./order.js";
import { type Token, type TokenMap, token } from "./token.js";

const CLOCK = token<unknown>("test.clock");
const port = (name: string): Token<unknown> => token(`test.${name}`);
const map = (names: readonly string[] = []): TokenMap => Object.fromEntries(names.map((name) => [name, port(name)]));

function plugin(
  id: string,
  { requires = [], optional = [], provides = [id] }: { requires?: string[]; optional?: string[]; provides?: string[] } = {},
): OrderedPlugin {
  return { id, plugin: { requires: map(requires), optional: map(optional), provides: map(provides) } };
}
function order(...plugins: OrderedPlugin[]) {
  const result = dependencyOrder(plugins, [CLOCK]);
  return "plugins" in result ? result.plugins.map(({ id }) => id) : result.problems.map(({ path, message }) => `${path}: ${message}`);
}

describe("dependency order", () => {
  it("puts every plugin after what it uses and keeps the configured order otherwise", () => {
    expect(order(plugin("http", { requires: ["log", "bus"] }), plugin("bus"), plugin("log", { requires: ["bus"] }), plugin("ui"))).to.deep.equal([
      "bus",
      "log",
      "http",
      "ui",
    ]);
  });

  it("counts an optional port when somebody provides it, and goes on without it otherwise", () => {
    expect(order(plugin("a", { optional: ["b", "nobody"] }), plugin("b"))).to.deep.equal(["b", "a"]);
  });

  it("takes ports of the host for granted", () => {
    expect(order(plugin("a", { requires: ["clock"] }))).to.deep.equal(["a"]);
  });

  it("reports a missing port with the path of who needs it", () => {
    expect(order(plugin("log", { requires: ["storage"] }), plugin("http", { requires: ["log"] }))).to.deep.equal([
      "http → log → test.storage: nothing provides test.storage",
    ]);
  });

  it("reports a cycle by name", () => {
    expect(order(plugin("a", { requires: ["b"] }), plugin("b", { requires: ["c"] }), plugin("c", { requires: ["a"] }))).to.deep.equal([
      "a → b → c → a: need each other, so neither can start first",
    ]);
    expect(order(plugin("a", { requires: ["a"] }))).to.deep.equal(["a → a: need each other, so neither can start first"]);
  });

  it("refuses two owners of one port, and a plugin that takes one of the host's", () => {
    expect(order(plugin("a", { provides: ["x"] }), plugin("b", { provides: ["x"] }))).to.deep.equal(["a, b: both provide test.x"]);
    expect(order(plugin("a", { provides: ["clock"] }))).to.deep.equal(["a: provides test.clock, which belongs to the host"]);
  });

  it("finds the plugins that some ports need, through others", () => {
    const all = [plugin("a"), plugin("b", { requires: ["a"] }), plugin("c"), plugin("d", { requires: ["b"] })];
    expect(neededFor(all, [port("b"), CLOCK]).map(({ id }) => id)).to.deep.equal(["a", "b"]);
  });

  it("orders any graph without cycles", () => {
    const graphs = fc.array(fc.array(fc.nat(30), { maxLength: 4 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(graphs, fc.infiniteStream(fc.double({ noNaN: true })), (needs, random) => {
        const plugins = needs.map((targets, index) =>
          plugin(`p${index}`, { requires: targets.filter((target) => target < index).map((target) => `p${target}`) }),
        );
        const shuffled = plugins
          .map((item) => ({ item, key: random.next().value as number }))
          .sort((x, y) => x.key - y.key)
          .map(({ item }) => item);
        const done: string[] = [];
        for (const id of order(...shuffled)) {
          const requires = Object.keys(plugins.find((item) => item.id === id)?.plugin.requires ?? {});
          expect(done).to.include.members(requires);
          done.push(id);
        }
        expect(done).to.have.length(plugins.length);
      }),
      { numRuns: 50 },
    );
  });
});
