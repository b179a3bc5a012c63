import type { ProductMode } from "@open-cowork/shared";
import type { Contributions } from "./contributions.js";
import { token } from "./token.js";

/** Facts about the running host, provided by the host itself. */
export interface HostInfo {
  product: ProductMode;
  name: string;
  version: string;
  /** Absolute, private to the owner. @throws AppError `plugin.refused` in a host that keeps nothing on disk */
  dataDir: string;
  /** Stable for this installation, from start to start. No dots: `<node>.<boot>` names a process. */
  nodeId: string;
  /** New at every start. */
  bootId: string;
  roles: readonly ("web" | "worker" | "scheduler")[];
  /** What programs started by plugins may see of the host's environment: search path, locale, time zone, temporary directory, certificates. Never a key. */
  childEnvironment?: Readonly<Record<string, string>>;
}
export const HOST_INFO = token<HostInfo>("kernel.host-info");

/**
 * Everything the plugins of this host contributed; complete once every plugin is set up, so read it in `start` or later. What providers contribute comes and goes
 * after that: one that failed is tried again, and options change while the host runs.
 */
export interface HostContributions {
  all<K extends keyof Contributions>(list: K): NonNullable<Contributions[K]>;
  /** Calls back after something came or went. Returns what ends it. */
  onChange(listener: () => void): () => void;
}
export const CONTRIBUTIONS = token<HostContributions>("kernel.contributions");

/** Lifecycle as `/readyz` shows it. */
export interface Lifecycle {
  state(): "starting" | "ready" | "stopping" | "failed";
}
export const LIFECYCLE = token<Lifecycle>("kernel.lifecycle");
