import { silentLog } from "@open-cowork/core/kernel";
import { FixedClock } from "@open-cowork/core/testing";
import { AppError } from "@open-cowork/shared";
import { expect } from "chai";
import { FakeEngine } from "../../test/fake-engine.js";
import type { Engine } from "./engine.js";
import type { EngineSetup } from "./engine-config.js";
import { TenantEngines } from "./tenant-engines.js";

const SETUP: EngineSetup = { providers: [] };
const OTHER: EngineSetup = { providers: [{ id: "x", name: "X", npm: "y", models: [] }] };

describe("the engines of a tenant", () => {
  let clock: FixedClock;
  let setup: EngineSetup;
  let started: FakeEngine[];
  let failing: boolean;
  let breakingOff: number;
  let engines: TenantEngines;

  beforeEach(() => {
    clock = new FixedClock();
    setup = SETUP;
    started = [];
    failing = false;
    breakingOff = 0;
    engines = new TenantEngines({
      setup: async () => setup,
      start: async (wanted) => {
        if (breakingOff-- > 0) throw new AppError("runtime.unavailable");
        if (failing) throw new Error("does not start");
        const engine = new FakeEngine(`e${started.length}`, wanted, (gone) => engines.gone(gone, true));
        started.push(engine);
        return engine.asEngine;
      },
      clock,
      log: silentLog,
      idleMs: 60_000,
      maxMemoryBytes: 1_000,
    });
  });

  it("are one for many that ask at once", async () => {
    const got = await Promise.all(Array.from({ length: 20 }, () => engines.acquire()));
    expect(new Set(got).size).to.equal(1);
    expect(started).to.have.length(1);
  });

  it("change with the settings; the old one ends its turns first", async () => {
    const old = await engines.acquire();
    old.turns = 1;
    setup = OTHER;
    const now = await engines.acquire();
    expect(now).to.not.equal(old);
    expect(old).to.include({ draining: true, alive: true });
    old.turns = 0;
    engines.released(old);
    expect(old.alive).to.equal(false);
    expect(engines.all).to.deep.equal([now]);
  });

  it("are replaced when they have grown too big, without anybody waiting", async () => {
    const big = await engines.acquire();
    big.memory = 2_000;
    big.turns = 1;
    expect(await engines.acquire()).to.equal(big);
    const next = await engines.acquire();
    expect(next).to.not.equal(big);
    expect(big.draining).to.equal(true);
  });

  it("are started once more when a start breaks off at once", async () => {
    breakingOff = 1;
    expect(await engines.acquire()).to.have.property("id", "e0");
    await engines.stop();
    breakingOff = 2;
    expect(await engines.acquire().catch((error: unknown) => error)).to.include({ code: "runtime.unavailable" });
  });

  it("are started again after a crash, and with growing pauses when that fails", async () => {
    engines.gone(await engines.acquire(), false);
    await clock.advance(1_000);
    await engines.acquire();
    failing = true;
    for (let i = 0; i < 4; i++) {
      engines.gone(engines.all[0] ?? ({} as Engine), false);
      await clock.advance(60_000);
      expect(await engines.acquire().catch((error: Error) => error.message)).to.equal("does not start");
    }
    const refused = await engines.acquire().catch((error: unknown) => error);
    expect(refused).to.include({ code: "runtime.unavailable" });
    failing = false;
    await clock.advance(60_000);
    expect(await engines.acquire()).to.have.property("alive", true);
  });

  it("are started again although the clock was set back after a failure", async () => {
    engines.gone(await engines.acquire(), false);
    clock.leap(-3_600_000);
    const acquired = engines.acquire();
    await clock.advance(500);
    expect(await acquired).to.have.property("alive", true);
  });

  it("are stopped when nobody has used them for a while, but not while a turn runs", async () => {
    const engine = await engines.acquire();
    engine.turns = 1;
    await clock.advance(120_000);
    expect(engine.alive).to.equal(true);
    engine.turns = 0;
    engines.released(engine);
    await clock.advance(61_000);
    expect(engine.alive).to.equal(false);
    expect(engines.all).to.deep.equal([]);
  });
});
