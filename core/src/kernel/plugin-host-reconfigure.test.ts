import { AppError, isAppError } from "@open-cowork/shared";
import { expect } from "chai";
import { FixedClock } from "../testing/fixed-clock.js";
import { silentLog } from "./log.js";
import type { AnyPlugin } from "./plugin-definition.js";
import { PluginHost } from "./plugin-host.js";
import type { PreparedPlugin } from "./prepare.js";
import { problemsOf } from "./problem.js";

describe("plugin host with another config", () => {
  let clock: FixedClock;
  let events: string[];
  let host: PluginHost;
  let broken: Set<unknown>;
  beforeEach(() => {
    clock = new FixedClock();
    events = [];
    broken = new Set();
  });
  afterEach(() => host.stop());

  const provider: AnyPlugin = {
    name: "provider",
    kind: "provider",
    api: "^1",
    setup({ config, onStop }) {
      events.push(`setup ${config}`);
      if (broken.has(config)) throw new Error("out of tea");
      onStop(() => void events.push(`stop ${config}`));
      return { ports: {}, start: () => void events.push(`start ${config}`), contributes: { capabilities: [String(config)] } };
    },
  };
  const service: AnyPlugin = { name: "service", kind: "service", api: "^1", setup: () => ({ ports: {} }) };
  const rotating: AnyPlugin = {
    name: "rotating",
    kind: "identity",
    api: "^1",
    setup: () => ({
      ports: {},
      reconfigure: (config: unknown) => {
        if (broken.has(config)) throw new AppError("config.invalid");
        events.push(`rotate ${config}`);
      },
    }),
  };
  const of = (plugin: AnyPlugin, id: string, config?: unknown): PreparedPlugin => ({ id, plugin, config });

  async function started(...plugins: PreparedPlugin[]): Promise<PluginHost> {
    host = new PluginHost({ plugins, ports: [], clock, log: silentLog, stopDeadlineMs: 1_000 });
    await host.start();
    events.length = 0;
    return host;
  }
  async function refusal(step: Promise<unknown>): Promise<AppError> {
    const error = await step.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!isAppError(error)) throw error ?? new Error("expected a failure");
    return error;
  }

  it("touches the providers that changed, and no other", async () => {
    await started(of(service, "s"), of(provider, "a", "a1"), of(provider, "b", "b1"), of(provider, "c", "c1"));
    let told = 0;
    host.onChange(() => told++);
    const changes = await host.reconfigure([of(service, "s"), of(provider, "b", "b2"), of(provider, "c", "c1"), of(provider, "d", "d1")]);
    expect(events).to.deep.equal(["stop a1", "stop b1", "setup b2", "start b2", "setup d1", "start d1"]);
    expect([changes.removed, changes.changed.map(({ id }) => id), changes.added.map(({ id }) => id)]).to.deep.equal([["a"], ["b"], ["d"]]);
    expect(host.all("capabilities")).to.have.members(["b2", "c1", "d1"]);
    expect(told).to.be.greaterThan(2);
  });

  it("does nothing for the same config", async () => {
    await started(of(service, "s", { x: [1] }), of(provider, "a", "a1"));
    await host.reconfigure([of(service, "s", { x: [1] }), of(provider, "a", "a1")]);
    expect(events).to.deep.equal([]);
  });

  it("changes nothing where something needs a restart, and names all of it", async () => {
    await started(of(service, "s", 1), of(service, "gone"), of(provider, "a", "a1"));
    const error = await refusal(host.reconfigure([of(service, "s", 2), of(service, "new"), of(provider, "a", "a2")]));
    expect(error.code).to.equal("plugin.restart_needed");
    expect(problemsOf(error).map(({ path }) => path)).to.have.members(["s", "gone", "new"]);
    expect(events).to.deep.equal([]);
  });

  it("lets a plugin change itself, before any provider, and keeps its old options when it refuses", async () => {
    await started(of(rotating, "r", "one"), of(provider, "a", "a1"));
    await host.reconfigure([of(rotating, "r", "two"), of(provider, "a", "a2")]);
    expect(events.slice(0, 2)).to.deep.equal(["rotate two", "stop a1"]);
    broken.add("three");
    expect((await refusal(host.reconfigure([of(rotating, "r", "three"), of(provider, "a", "a3")]))).code).to.equal("config.invalid");
    events.length = 0;
    await host.reconfigure([of(rotating, "r", "two"), of(provider, "a", "a2")]);
    expect(events).to.deep.equal([]);
  });

  it("marks a provider that fails with its new options, and tries it again", async () => {
    await started(of(provider, "a", "a1"));
    broken.add("a2");
    await host.reconfigure([of(provider, "a", "a2")]);
    expect(await host.all("health")[0]?.check()).to.deep.equal({ state: "failed", detail: "out of tea" });
    let told = 0;
    host.onChange(() => told++);
    broken.clear();
    await clock.advance(1_000);
    expect(host.all("capabilities")).to.deep.equal(["a2"]);
    expect(told).to.equal(1);
  });

  it("gives a provider that keeps failing up for good when it is replaced", async () => {
    broken.add("a1");
    await started(of(provider, "a", "a1"));
    await host.reconfigure([of(provider, "a", "a2")]);
    await clock.advance(120_000);
    expect(events).to.deep.equal(["setup a2", "start a2"]);
    expect(clock.pending).to.equal(0);
  });

  it("stops what it began when the host stops meanwhile", async () => {
    await started(of(provider, "a", "a1"));
    const changing = host.reconfigure([of(provider, "a", "a1"), of(provider, "b", "b1")]);
    await Promise.all([host.stop(), changing.catch(() => undefined)]);
    expect(events.filter((event) => event.startsWith("setup")).length).to.equal(events.filter((event) => event === "stop b1").length);
    expect(events).to.include("stop a1");
    expect((await refusal(host.reconfigure([]))).code).to.equal("stopping");
  });
});
