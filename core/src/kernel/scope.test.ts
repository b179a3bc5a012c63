import { expect } from "chai";
import { FixedClock } from "../testing/fixed-clock.js";
import { inject, Scope } from "./scope.js";
import { token } from "./token.js";

const NAME = token<string>("test.name");
const COUNT = token<number>("test.count");

class Greeter {
  constructor(
    readonly name: string,
    readonly count: number,
  ) {}
}
// What the compiler makes of `@inject(NAME) readonly name: string`; the test runner compiles no decorators.
inject(NAME)(Greeter, undefined, 0);
inject(COUNT)(Greeter, undefined, 1);

class Forgetful {
  constructor(
    readonly name: string,
    readonly count: number,
  ) {}
}
inject(NAME)(Forgetful, undefined, 0);

describe("scope", () => {
  const clock = new FixedClock();

  it("builds a class from its marked parameters", () => {
    const scope = new Scope("host");
    scope.bind(NAME, "Ada");
    scope.bind(COUNT, 3);
    expect(scope.construct(Greeter)).to.include({ name: "Ada", count: 3 });
  });

  it("names the parameter that cannot be filled, marked or not", () => {
    const scope = new Scope("telegram");
    scope.bind(NAME, "Ada");
    expect(() => scope.construct(Greeter)).to.throw("telegram needs test.count for parameter 2 of Greeter");
    expect(() => scope.construct(Forgetful)).to.throw("telegram needs @inject on parameter 2 of Forgetful");
  });

  it("sees only what was bridged into it, with the value of its owner", () => {
    const host = new Scope("host");
    host.bind(NAME, "Ada");
    host.bind(COUNT, 1);
    const plugin = new Scope("plugin", [{ token: NAME, from: host }]);
    expect(plugin.resolve(NAME)).to.equal("Ada");
    expect(plugin.owns(NAME)).to.equal(false);
    expect(() => plugin.resolve(COUNT))
      .to.throw("plugin needs test.count")
      .with.property("code", "plugin.missing_dependency");
  });

  it("is closed to what is registered in the process-wide container", async () => {
    const { container } = await import("tsyringe");
    container.register(COUNT.key, { useValue: 666 });
    try {
      const scope = new Scope("plugin");
      expect(scope.has(COUNT)).to.equal(false);
      expect(() => scope.resolve(COUNT)).to.throw("plugin needs test.count");
    } finally {
      container.reset();
    }
  });

  it("is frozen once something was bridged out of it, so that nobody holds another value", () => {
    const host = new Scope("host");
    host.bind(NAME, "Ada");
    new Scope("plugin", [{ token: NAME, from: host }]);
    expect(() => host.bind(COUNT, 1)).to.throw("frozen");
  });

  it("takes a port once", () => {
    const scope = new Scope("host");
    scope.bind(NAME, "Ada");
    expect(() => scope.bind(NAME, "Eve")).to.throw("test.name already");
  });

  it("keeps two scopes apart that bind the same port", () => {
    const [one, two] = [new Scope("one"), new Scope("two")];
    one.bind(NAME, "Ada");
    two.bind(NAME, "Eve");
    one.bind(COUNT, 1);
    two.bind(COUNT, 2);
    expect(one.construct(Greeter)).to.include({ name: "Ada", count: 1 });
    expect(two.construct(Greeter)).to.include({ name: "Eve", count: 2 });
  });

  it("stops last-in-first-out, one step at a time, and only once", async () => {
    const scope = new Scope("plugin");
    const order: string[] = [];
    for (const name of ["storage", "bus", "server"]) {
      scope.onStop(async () => {
        order.push(`${name} stops`);
        await undefined;
        order.push(`${name} stopped`);
      });
    }
    expect(await scope.stop(clock, 1_000)).to.deep.equal([]);
    expect(await scope.stop(clock, 1_000)).to.deep.equal([]);
    expect(order).to.deep.equal(["server stops", "server stopped", "bus stops", "bus stopped", "storage stops", "storage stopped"]);
  });

  it("passes over a step that throws or outlasts its deadline, and reports both", async () => {
    const scope = new Scope("plugin");
    const stopped: string[] = [];
    scope.onStop(() => void stopped.push("first"));
    scope.onStop(() => Promise.reject(new Error("disk full")));
    scope.onStop(() => new Promise(() => undefined));
    const stopping = scope.stop(clock, 5_000);
    await clock.advance(5_000);
    const problems = await stopping;
    expect(problems.map((problem) => (problem as Error).message)).to.deep.equal(["plugin did not stop within 5000 ms", "disk full"]);
    expect(stopped).to.deep.equal(["first"]);
    expect(clock.pending).to.equal(0);
  });
});
