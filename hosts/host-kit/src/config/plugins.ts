import type { ConfigPath, MergedConfig } from "@open-cowork/core/host";
import type { PluginEntry } from "@open-cowork/shared";
import { DEFAULTS } from "./layers.js";

/** A plugin that a config asks for. */
export interface ConfiguredPlugin {
  entry: PluginEntry;
  /** Where its options are. */
  path: ConfigPath;
  /** Directory that a relative `use` starts from. */
  base: string;
  /** Comes from the built-in set and was not mentioned by anybody. */
  byDefault: boolean;
}

/** The enabled entries of a section's `plugins`. */
export function configuredPlugins(entries: readonly PluginEntry[], { origin }: Pick<MergedConfig, "origin">, section: string, cwd: string): ConfiguredPlugin[] {
  return entries.flatMap((entry, index) => {
    if (!entry.enabled) return [];
    const at = [section, "plugins", index];
    const base = origin([...at, "use"])?.base ?? cwd;
    const layers = [origin([...at, "use"]), origin([...at, "enabled"])];
    const byDefault = layers.every((layer) => layer === undefined || layer.source === DEFAULTS);
    return [{ entry, path: [...at, "config"], base, byDefault }];
  });
}
