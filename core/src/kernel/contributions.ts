import type { ChatProvider } from "../transport/channels/provider.js";
import type { RouteDeclaration } from "../transport/routes.js";
import type { HealthReport } from "./health.js";

/** A directory of built assets that the HTTP surface serves. */
export interface StaticAssets {
  /** URL prefix, `/` for the web UI. */
  mount: string;
  /** Absolute directory. */
  directory: string;
  /** File answered for addresses without an extension (single-page apps). */
  fallback?: string;
}

/** Numbers for `/metrics`, collected when they are asked for. Names and labels as https://prometheus.io/docs/practices/naming/ has them. */
export interface Metric {
  name: string;
  help: string;
  type: "counter" | "gauge";
  /** Names of all labels that `collect` may use. */
  labels: readonly string[];
  collect(): { labels: Readonly<Record<string, string>>; value: number }[];
}

/** Typed lists a plugin may add to, all optional. */
export interface Contributions {
  routes?: RouteDeclaration[];
  assets?: StaticAssets[];
  health?: { name: string; check(): Promise<HealthReport> | HealthReport }[];
  /** Chat platforms, ready to be started by the channel router of this host. */
  chatProviders?: ChatProvider[];
  metrics?: Metric[];
  /** Capability names added to GET /workspace. */
  capabilities?: string[];
  /** ES modules for the UI, by slot. */
  ui?: { slot: string; module: string }[];
}
