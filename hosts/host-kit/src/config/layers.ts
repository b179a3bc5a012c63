import { existsSync } from "node:fs";
import { type ConfigLayer, isObject, type MergedConfig, mergeLayers } from "@open-cowork/core/host";
import { locateConfig, managedConfigFile, readConfigFile } from "./locate.js";

/** Where a host looks for its config. */
export interface ConfigPlaces {
  /** Named config file; default: `OPEN_COWORK_CONFIG`, else searched upward from `cwd`. */
  config?: string;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  /** File of the machine's administrator. Default: the place of the operating system. */
  managed?: string;
}

/** What a host adds to the files, each as a value of its own section. */
export interface HostLayers {
  /** Its name in the file: `cloud`. */
  section: string;
  defaults: object;
  /** Above the defaults and below the files, by what gave them: they stand in for what the files leave out. */
  fallbacks?: Readonly<Record<string, unknown>>;
  /** Variables that stand for settings: what a value of theirs (never an empty one) puts where. */
  variables: Readonly<Record<string, (value: string) => unknown>>;
  /** By the name of the flag; undefined for one that was not given. */
  flags: Readonly<Record<string, unknown>>;
}

/** Source of what nobody wrote. */
export const DEFAULTS = "default";

/**
 * Everything that settings come from, later wins: built-in defaults, the file, the file of the machine's administrator, variables, flags.
 * @throws AppError `config.unreadable`, or `config.invalid` for text that is no JSON
 */
export function readLayers(
  places: ConfigPlaces,
  { section, defaults, fallbacks = {}, variables, flags }: HostLayers,
): { file: string | undefined; merged: MergedConfig } {
  const { env, cwd: base, managed = managedConfigFile(env) } = places;
  const file = locateConfig(places.config ?? env.OPEN_COWORK_CONFIG, base);
  const merged = mergeLayers([
    { source: DEFAULTS, value: { [section]: defaults }, base },
    ...Object.entries(fallbacks).flatMap(([source, value]) => layer(source, value)),
    ...(file ? [readConfigFile(file)] : []),
    ...(existsSync(managed) && managed !== file ? [readConfigFile(managed)] : []),
    ...Object.entries(variables).flatMap(([source, place]) => (env[source] ? layer(source, place(env[source])) : [])),
    ...Object.entries(flags).flatMap(([source, value]) => layer(source, value)),
  ]);
  return { file, merged };

  function layer(source: string, value: unknown): ConfigLayer[] {
    return isObject(value) ? [{ source, value: { [section]: value }, base }] : [];
  }
}

/** Text that is no number stays text, so that the schema's complaint names the variable. */
export function numeric(text: string): unknown {
  return /^\d+$/.test(text) ? Number(text) : text;
}
