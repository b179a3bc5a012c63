import { AppError, isAppError } from "@open-cowork/shared";
import { expect } from "chai";
import { FixedClock } from "../testing/fixed-clock.js";
import { CONTRIBUTIONS, LIFECYCLE } from "./host-info.js";
import { silentLog } from "./log.js";
import { type AnyPlugin, definePlugin } from "./plugin-definition.js";
import { hostPort, PluginHost } from "./plugin-host.js";
import { token } from "./token.js";

const GREETING = token<string>("test.greeting");
const MISSING = token<string>("test.missing");

describe("plugin host", () => {
  let clock: FixedClock;
  let events: string[];
  beforeEach(() => {
    clock = new FixedClock();
    events = [];
  });

  /** A plugin that writes down what happens to it. */
  function traced(name: string, over: Partial<AnyPlugin> & { failing?: () => string | undefined } = {}): AnyPlugin {
    const { failing, ...rest } = over;
    return {
      name,
      kind: "service",
      api: "^1",
      setup({ onStop }) {
        events.push(`setup ${name}`);
        onStop(() => void events.push(`stop ${name}`));
        const reason = failing?.();
        if (reason) throw new Error(reason);
        return { ports: {}, start: () => void events.push(`start ${name}`), contributes: { capabilities: [name] } };
      },
      ...rest,
    };
  }
  function host(...plugins: AnyPlugin[]): PluginHost {
    const prepared = plugins.map((plugin) => ({ id: plugin.name, plugin, config: undefined }));
    return new PluginHost({ plugins: prepared, ports: [hostPort(GREETING, "hello")], clock, log: silentLog, stopDeadlineMs: 1_000 });
  }
  async function failure(step: Promise<unknown>): Promise<AppError> {
    const error = await step.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!isAppError(error)) throw error ?? new Error("expected a failure");
    return error;
  }

  it("sets all up, then starts all, and stops in the reverse order", async () => {
    const running = host(traced("storage"), traced("http"));
    expect(running.state()).to.equal("starting");
    await running.start();
    expect(running.state()).to.equal("ready");
    const stopping = running.stop();
    expect(running.state()).to.equal("stopping");
    await stopping;
    expect(events).to.deep.equal(["setup storage", "setup http", "start storage", "start http", "stop http", "stop storage"]);
  });

  it("hands over ports, and optional ones only where somebody provides them", async () => {
    let seen: Record<string, unknown> = {};
    const reader = definePlugin({
      name: "reader",
      kind: "service",
      api: "^1",
      requires: { greeting: GREETING, lifecycle: LIFECYCLE },
      optional: { missing: MISSING },
      setup: ({ deps }) => {
        seen = { ...deps };
        return { ports: {} };
      },
    });
    const running = host(reader);
    await running.start();
    expect(seen).to.have.all.keys("greeting", "lifecycle");
    expect(running.port(GREETING)).to.equal("hello");
    expect(() => running.port(MISSING)).to.throw("test.missing");
  });

  it("shows what every plugin contributes, complete when start runs", async () => {
    let early: string[] = [];
    const http = definePlugin({
      name: "http",
      kind: "http",
      api: "^1",
      requires: { contributions: CONTRIBUTIONS },
      setup: ({ deps }) => ({ ports: {}, start: () => void (early = deps.contributions.all("capabilities")) }),
    });
    const running = host(http, traced("files"), traced("search"));
    await running.start();
    expect(early).to.deep.equal(["files", "search"]);
    await running.stop();
    expect(running.all("capabilities")).to.deep.equal([]);
  });

  it("stops what it set up when a plugin fails, and says which", async () => {
    const error = await failure(host(traced("storage"), traced("runtime", { failing: () => "no engine" }), traced("http")).start());
    expect(error).to.include({ code: "plugin.failed", message: "Plugin runtime failed to start: no engine" });
    expect(events).to.deep.equal(["setup storage", "setup runtime", "stop runtime", "stop storage"]);
  });

  it("passes on an expected failure as it is", async () => {
    const setup = () => Promise.reject(new AppError("storage.unavailable"));
    expect(await failure(host(traced("storage", { setup })).start())).to.include({ code: "storage.unavailable" });
  });

  it("fails a plugin that does not return what it promised", async () => {
    const error = await failure(host(traced("liar", { provides: { missing: MISSING } })).start());
    expect(error.message).to.equal("Plugin liar failed to start: promises test.missing and did not return it");
  });

  it("goes on without a provider that fails, tries it again with growing pauses, and shows it in health", async () => {
    let reason: string | undefined = "bot token refused";
    const running = host(traced("telegram", { kind: "provider", failing: () => reason }), traced("http"));
    await running.start();
    expect(running.state()).to.equal("ready");
    const health = async () => (await running.all("health")[0]?.check()) ?? { state: "absent" };
    expect(await health()).to.deep.equal({ state: "failed", detail: "bot token refused" });
    const attempts = () => events.filter((event) => event === "setup telegram").length;
    await clock.advance(999);
    expect(attempts()).to.equal(1);
    await clock.advance(1);
    expect(attempts()).to.equal(2);
    await clock.advance(2_000);
    expect(attempts()).to.equal(3);
    reason = undefined;
    await clock.advance(4_000);
    expect(await health()).to.deep.equal({ state: "ok" });
    expect(running.all("capabilities")).to.deep.equal(["http", "telegram"].toSorted((a, b) => (a < b ? 1 : -1)));
    await running.stop();
    expect(clock.pending).to.equal(0);
  });

  it("does not try a provider again once it stops", async () => {
    const running = host(traced("telegram", { kind: "provider", failing: () => "down" }));
    await running.start();
    await running.stop();
    await clock.advance(600_000);
    expect(events.filter((event) => event === "setup telegram")).to.have.length(1);
  });

  it("ends a start under way when it is stopped", async () => {
    let release: () => void = () => undefined;
    const slow = traced("slow", {
      setup: ({ onStop, signal }) => {
        onStop(() => void events.push("stop slow"));
        return new Promise((resolve) => (release = () => resolve({ ports: {}, contributes: { capabilities: [String(signal.aborted)] } })));
      },
    });
    const running = host(slow, traced("never"));
    const starting = failure(running.start());
    const stopping = running.stop();
    release();
    expect((await starting).code).to.equal("stopping");
    await stopping;
    expect(events).to.deep.equal(["stop slow"]);
  });

  it("goes on stopping past a plugin that hangs", async () => {
    const hang = traced("hang", {
      setup: ({ onStop }) => {
        onStop(() => new Promise(() => undefined));
        return { ports: {} };
      },
    });
    const running = host(traced("storage"), hang);
    await running.start();
    const stopping = running.stop();
    await clock.advance(1_000);
    await stopping;
    expect(events.at(-1)).to.equal("stop storage");
  });
});
