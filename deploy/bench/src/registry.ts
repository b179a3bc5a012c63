import type { Benchmark } from "./benchmark.js";

export type LoadBenchmark = () => Promise<{ benchmark: Benchmark }>;

/** All benchmarks in the order they run. A new one is one more line here; its module is imported only when it runs. */
export const REGISTRY: ReadonlyMap<string, LoadBenchmark> = new Map<string, LoadBenchmark>([
  ["log", () => import("./benchmarks/log.js")],
  ["grow", () => import("./benchmarks/grow.js")],
  ["relay", () => import("./benchmarks/relay.js")],
  ["first-token", () => import("./benchmarks/first-token.js")],
  ["turn", () => import("./benchmarks/turn.js")],
  ["parallel", () => import("./benchmarks/parallel.js")],
  ["prompts", () => import("./benchmarks/prompts.js")],
  ["inbound", () => import("./benchmarks/inbound.js")],
  ["fan-out", () => import("./benchmarks/fan-out.js")],
  ["idle-streams", () => import("./benchmarks/idle-streams.js")],
  ["open", () => import("./benchmarks/open.js")],
  ["rss", () => import("./benchmarks/rss.js")],
  ["start", () => import("./benchmarks/start.js")],
  ["ui", () => import("./benchmarks/ui.js")],
]);
