import { expect } from "chai";
import type { Benchmark } from "./benchmark.js";
import type { ResultRow } from "./measure/measurement.js";
import { runAll } from "./runner.js";

const one = { metric: "m", value: 1, unit: "ms", n: 1 };

function run(benchmarks: Record<string, Benchmark["run"]>, signal = new AbortController().signal) {
  const rows: ResultRow[] = [];
  const loaders = new Map(Object.entries(benchmarks).map(([id, work]) => [id, async () => ({ benchmark: { about: id, run: work } })]));
  const failures = runAll(loaders, { smoke: true, signal, note: () => undefined, onRows: (more) => rows.push(...more) });
  return { rows, failures };
}

describe("runner of benchmarks", () => {
  it("goes on after one that fails, and tells of it", async () => {
    const { rows, failures } = run({
      broken: async () => {
        throw new Error("no socket");
      },
      good: async () => [one],
    });
    expect((await failures).map(({ id, error }) => [id, (error as Error).message])).to.deep.equal([["broken", "no socket"]]);
    expect(rows.map(({ id }) => id)).to.deep.equal(["good"]);
  });
  it("cleans up before the next one starts, last in first out, whatever happened", async () => {
    const steps: string[] = [];
    const { failures } = run({
      first: async ({ defer }) => {
        defer(() => void steps.push("directory"));
        defer(async () => {
          steps.push("process");
          throw new Error("would not stop");
        });
        throw new Error("in the middle");
      },
      second: async () => {
        steps.push("second");
        return [one];
      },
    });
    expect((await failures).map(({ error }) => (error as Error).message)).to.deep.equal(["in the middle", "would not stop"]);
    expect(steps).to.deep.equal(["process", "directory", "second"]);
  });
  it("ends a benchmark under way when the person stops the run, cleans up, and starts no other", async () => {
    const stop = new AbortController();
    const steps: string[] = [];
    const { rows, failures } = run(
      {
        endless: async ({ defer }) => {
          defer(() => void steps.push("cleaned"));
          queueMicrotask(() => stop.abort(new Error("Stopped")));
          return new Promise(() => undefined);
        },
        next: async () => {
          steps.push("next");
          return [one];
        },
      },
      stop.signal,
    );
    expect(await failures).to.deep.equal([]);
    expect(steps).to.deep.equal(["cleaned"]);
    expect(rows).to.deep.equal([]);
  });
  it("undoes at once what a stopped benchmark still begins", async () => {
    const stop = new AbortController();
    let begin = (): void => undefined;
    let undo = (): void => undefined;
    const late = new Promise<void>((resolve) => (begin = resolve));
    const undone = new Promise<void>((resolve) => (undo = resolve));
    const { failures } = run(
      {
        slow: async ({ defer }) => {
          queueMicrotask(() => stop.abort(new Error("Stopped")));
          await late;
          defer(undo);
          return [one];
        },
      },
      stop.signal,
    );
    await failures;
    begin();
    await undone;
  });
});
