import type { RouteDeclaration } from "../transport/routes.js";

/** State of one component as `/readyz` and `open-cowork doctor` show it. */
export interface HealthReport {
  state: "ok" | "degraded" | "failed";
  /** One line for an operator; no secrets. */
  detail?: string;
}

/** A directory of built assets that the HTTP surface serves. */
export interface StaticAssets {
  /** URL prefix, `/` for the web UI. */
  mount: string;
  /** Absolute directory. */
  directory: string;
  /** File answered for addresses without an extension (single-page apps). */
  fallback?: string;
}

/** Typed lists a plugin may add to, all optional. */
export interface Contributions {
  routes?: RouteDeclaration[];
  assets?: StaticAssets[];
  health?: { name: string; check(): Promise<HealthReport> | HealthReport }[];
  /** Capability names added to GET /workspace. */
  capabilities?: string[];
  /** ES modules for the UI, by slot. */
  ui?: { slot: string; module: string }[];
}
