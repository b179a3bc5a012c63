import { silentLog } from "@open-cowork/core/kernel";
import { aContext, FixedClock, MemoryArtifactStore, settle } from "@open-cowork/core/testing";
import { expect } from "chai";
import { anEngineSetup, FakeEngine } from "../../test/fake-engine.js";
import type { Engine } from "../engine/engine.js";
import type { EngineSetup } from "../engine/engine-config.js";
import { TenantEngines } from "../engine/tenant-engines.js";
import { engineModel } from "./engine-model.js";
import type { Grants } from "./grants.js";
import { OpenCodeSession } from "./opencode-session.js";
import { Thread } from "./thread.js";

describe("a turn that begins", () => {
  const clock = new FixedClock();
  let setup: EngineSetup;
  let started: FakeEngine[];
  let engines: TenantEngines;
  let thread: Thread;
  /** Happens while the turn waits for its directory. */
  let meanwhile: () => Promise<unknown>;

  const session = (engine: Engine) =>
    new OpenCodeSession(
      {
        ctx: aContext(),
        artifacts: new MemoryArtifactStore(clock),
        grants: {} as Grants,
        clock,
        log: silentLog,
        acquire: () => engines.acquire(),
        enter: async () => void (await meanwhile()),
        current: (of) => of.setup === setup,
        model: (wished, of) => engineModel(of.setup, wished),
        fillGap: async () => undefined,
        settleAllowed: () => undefined,
      },
      thread,
      engine,
      () => undefined,
    );
  /** Lets everything happen up to the engine's first word, which never comes. */
  const begin = async (opened: OpenCodeSession) => {
    void opened.prompt({ message: "m1", run: "r1", text: "Hello", attachments: [] });
    await settle();
  };
  /** The tenant saves other settings, and another thread is the first to need an engine with them. */
  const replace = async () => {
    setup = anEngineSetup("Newer");
    await engines.acquire();
  };

  beforeEach(() => {
    setup = anEngineSetup();
    started = [];
    meanwhile = async () => undefined;
    engines = new TenantEngines({
      setup: async () => setup,
      start: async (wanted) => {
        const engine = new FakeEngine(`e${started.length}`, wanted, (gone) => engines.gone(gone, true));
        started.push(engine);
        return engine.asEngine;
      },
      clock,
      log: silentLog,
      idleMs: 60_000,
      maxMemoryBytes: 0,
    });
    thread = new Thread("s", "ses_1", "/ws", {
      clock,
      contextLimit: () => undefined,
      allowed: () => false,
      setBack: () => undefined,
      ended: (_, on) => engines.released(on),
    });
  });

  it("runs in the engine that its thread was opened in", async () => {
    await begin(session(await engines.acquire()));
    expect(started.map(({ turns, prompts }) => [turns, prompts])).to.deep.equal([[1, ["Hello"]]]);
  });

  for (const [when, before, during] of [
    ["before it", true, false],
    ["while it waits for its directory", false, true],
  ] as const)
    it(`runs in the newer engine when the one of its thread gave way ${when}`, async () => {
      const opened = session(await engines.acquire());
      if (before) await replace();
      if (during) meanwhile = replace;
      await begin(opened);
      expect(started.map(({ alive, turns, prompts }) => [alive, turns, prompts])).to.deep.equal([
        [false, 0, []],
        [true, 1, ["Hello"]],
      ]);
      expect(thread.engine).to.equal(started[1]);
    });
});
