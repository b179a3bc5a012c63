import type { PluginManifest } from "@open-cowork/shared";

/** How a plugin that a host brings along is loaded. Nothing is imported until the profile check has passed. */
export interface FirstPartyPlugin {
  /** Package whose package.json holds the manifest, or the manifest itself for a part of core. */
  manifest: string | PluginManifest;
  load(): Promise<unknown>;
}

/** Every plugin that a host brings along. */
export interface PluginSet {
  /** By short name. */
  plugins: Readonly<Record<string, FirstPartyPlugin>>;
  /** Directory of the host's own code, from which their packages are found. */
  directory: string;
}
