import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog } from "@open-cowork/core/kernel";
import type { Checkpoint, RuntimeOutcome, RuntimeSession } from "@open-cowork/core/sessions";
import { aContext, FixedClock, MemoryArtifactStore, settle } from "@open-cowork/core/testing";
import { expect } from "chai";
import { anEngineSetup, FakeEngine } from "../../test/fake-engine.js";
import type { SyncEvent } from "../engine/engine-client.js";
import { TenantEngines } from "../engine/tenant-engines.js";
import type { SettingsSnapshot } from "../gateway/provider-settings.js";
import { Grants } from "./grants.js";
import { TenantRuntime } from "./tenant-runtime.js";

const HOUR_MS = 3_600_000;

describe("a thread whose machine's clock is set back", () => {
  const setup = anEngineSetup();
  let clock: FixedClock;
  let directory: string;
  let engine: FakeEngine;
  let runtime: TenantRuntime;
  let checkpoints: Checkpoint[];
  let seq: number;

  beforeEach(() => {
    clock = new FixedClock();
    directory = mkdtempSync(join(tmpdir(), "tenant-runtime-"));
    checkpoints = [];
    seq = 0;
    const engines: TenantEngines = new TenantEngines({
      setup: async () => setup,
      start: async () => {
        engine = new FakeEngine("e", setup, (gone) => engines.gone(gone, true));
        return engine.asEngine;
      },
      ...{ clock, log: silentLog, idleMs: 60_000, maxMemoryBytes: 0 },
    });
    runtime = new TenantRuntime({
      ...{ ctx: aContext(), engines, grants: new Grants(join(directory, "rules.json")), artifacts: new MemoryArtifactStore(clock), clock, log: silentLog },
      settings: () => ({ setup }) as SettingsSnapshot,
      workspaceOf: () => directory,
      shared: true,
    });
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const open = () => runtime.open({ session: "s", checkpoints: async () => checkpoints, emit: () => undefined });
  /** A turn in which the engine has the prompt and has begun to answer it. */
  const begin = async (session: RuntimeSession) => {
    const outcome = session.prompt({ message: "m1", run: "r1", text: "Hello", attachments: [] });
    await settle();
    for (const role of ["user", "assistant"] as const) {
      hears(entry(role));
      await clock.advance(1_000);
    }
    return { outcome };
  };
  /** An entry of the engine's history: it begins a message, now by its clock. */
  const entry = (role: "user" | "assistant"): SyncEvent => {
    const info = { id: `msg_${seq}`, role, sessionID: "ses_1", time: { created: clock.now() } };
    return { id: `evt_${seq}`, aggregateID: "ses_1", seq: seq++, type: "message.updated.1", data: { info } };
  };
  const hears = (event: SyncEvent) => runtime.event(engine.asEngine, "sync", event);

  it("is opened anew for its next turn, once, with its history before now and in order", async () => {
    const session = await open();
    const { outcome } = await begin(session);
    await session.abort();
    await clock.advance(4_000);
    expect(await outcome).to.deep.equal({ state: "aborted" });
    checkpoints.push((await session.checkpoint())!);
    await open();
    expect(engine.calls).to.deep.equal(["create", "abort ses_1"]);

    clock.leap(-HOUR_MS);
    await open();
    await open();
    expect(engine.calls).to.deep.equal(["create", "abort ses_1", "abort ses_1", "delete ses_1"]);
    const times = engine.replayed.map(({ data }) => (data.info as { time: { created: number } }).time.created);
    expect(times).to.deep.equal([clock.now() - 2, clock.now() - 1]);
  });

  it("loses its turn when the engine overlooks the answer that it begins, which it would ask for again and again", async () => {
    const { outcome } = await begin(await open());
    clock.leap(-HOUR_MS);
    hears(entry("assistant"));
    const { state, error } = (await outcome) as Extract<RuntimeOutcome, { state: "lost" }>;
    expect([state, error.code]).to.deep.equal(["lost", "runtime.crashed"]);
    expect(error.message).to.include("clock");
    expect(engine.calls).to.deep.equal(["create", "abort ses_1"]);
    expect(engine.turns).to.equal(0);
  });

  it("keeps its turn while the clock goes on, and when it is set back by less than messages differ", async () => {
    await begin(await open());
    hears(entry("assistant"));
    clock.leap(-900);
    hears(entry("assistant"));
    await settle();
    expect([engine.turns, engine.calls]).to.deep.equal([1, ["create"]]);
  });

  it("keeps its turn when it hears of an earlier answer late", async () => {
    await begin(await open());
    const missed = entry("assistant");
    await clock.advance(60_000);
    hears(entry("assistant"));
    hears(missed);
    await settle();
    expect([engine.turns, engine.calls]).to.deep.equal([1, ["create"]]);
  });
});
