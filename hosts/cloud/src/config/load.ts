import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { type ConfigLayer, type ConfigPath, isObject, type MergedConfig, mergeLayers, type Problem, validateConfig } from "@open-cowork/core/host";
import type { SecretResolver } from "@open-cowork/core/secrets";
import { type CloudConfig, configSchema, type OpenCoworkConfig, type PluginEntry, pluginEntrySchema } from "@open-cowork/shared";
import { z } from "zod";
import { DEFAULT_PLUGINS } from "../plugin-set.js";
import { locateConfig, managedConfigFile, readConfigFile } from "./locate.js";

/** Settings given by whoever starts the host; they win over everything in files and variables. */
export interface CloudFlags {
  host?: string;
  port?: number;
  dataDir?: string;
}

export interface LoadOptions {
  /** Named config file; default: `OPEN_COWORK_CONFIG`, else searched upward from `cwd`. */
  config?: string;
  flags?: CloudFlags;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  resolvers: readonly SecretResolver[];
  /** File of the machine's administrator. Default: the place of the operating system. */
  managed?: string;
}

export interface LoadedConfig {
  /** Absent when the host runs on defaults. */
  file: string | undefined;
  branding: OpenCoworkConfig["branding"];
  cloud: CloudConfig;
  /** Absolute. */
  dataDir: string;
  /** As written, before references were filled in. */
  merged: MergedConfig;
}

/** An enabled entry of `cloud.plugins`. */
export interface ConfiguredPlugin {
  entry: PluginEntry;
  path: ConfigPath;
  /** Directory that a relative `use` starts from. */
  base: string;
  /** Comes from the built-in set and was not mentioned by anybody. */
  byDefault: boolean;
}

const DEFAULTS = "default";
/** Variables that stand for one setting each. */
const VARIABLES: Readonly<Record<string, (value: string) => unknown>> = {
  OPEN_COWORK_CLOUD_HOST: (host) => ({ listen: { host } }),
  OPEN_COWORK_CLOUD_PORT: (port) => ({ listen: { port: numeric(port) } }),
  OPEN_COWORK_CLOUD_PUBLIC_URL: (publicUrl) => ({ publicUrl }),
  OPEN_COWORK_DATA_DIR: (dataDir) => ({ dataDir }),
};

/** What could be read: a whole config, or the problems and as much of the plugin list as makes sense. */
export interface ReadConfig {
  loaded: LoadedConfig | undefined;
  /** Undefined when the list of plugins itself is wrong. */
  plugins: ConfiguredPlugin[] | undefined;
  origin: MergedConfig["origin"];
  problems: Problem[];
}

/** The effective config of this host and where each value came from. @throws AppError `config.unreadable`, or `config.invalid` for text that is no JSON */
export function readConfig(options: LoadOptions): ReadConfig {
  const { env, cwd, resolvers, flags = {}, managed = managedConfigFile(env) } = options;
  const file = locateConfig(options.config ?? env.OPEN_COWORK_CONFIG, cwd);
  const merged = mergeLayers([
    { source: DEFAULTS, value: { cloud: { dataDir: path.join(homedir(), ".open-cowork"), plugins: DEFAULT_PLUGINS } }, base: cwd },
    ...(file ? [readConfigFile(file)] : []),
    ...(existsSync(managed) && managed !== file ? [readConfigFile(managed)] : []),
    ...variableLayers(env, cwd),
    ...flagLayers(flags, cwd),
  ]);
  const { origin } = merged;
  const checked = validateConfig(merged.value, configSchema, [], { resolvers, origin, opaque: "leave" });
  const entries = z.object({ cloud: z.object({ plugins: z.array(pluginEntrySchema) }) }).safeParse(merged.value).data?.cloud.plugins;
  const plugins = entries && configured(entries, merged, cwd);
  if (!checked.value || !plugins) return { loaded: undefined, plugins, origin, problems: checked.problems };
  const { branding, cloud } = checked.value;
  const dataDirBase = origin(["cloud", "dataDir"])?.base ?? cwd;
  const dataDir = path.resolve(dataDirBase, (cloud.dataDir ?? "").replace(/^~(?=[/\\]|$)/, homedir()));
  return { loaded: { file, branding, cloud, dataDir, merged }, plugins, origin, problems: [] };
}

function configured(entries: readonly PluginEntry[], merged: MergedConfig, cwd: string): ConfiguredPlugin[] {
  const sources = (index: number) => [merged.origin(["cloud", "plugins", index, "use"]), merged.origin(["cloud", "plugins", index, "enabled"])];
  return entries.flatMap((entry, index) => {
    if (!entry.enabled) return [];
    const base = merged.origin(["cloud", "plugins", index, "use"])?.base ?? cwd;
    const byDefault = sources(index).every((layer) => layer === undefined || layer.source === DEFAULTS);
    return [{ entry, path: ["cloud", "plugins", index, "config"], base, byDefault }];
  });
}

function variableLayers(env: LoadOptions["env"], base: string): ConfigLayer[] {
  return Object.entries(VARIABLES).flatMap(([source, place]) => {
    const value = env[source];
    return value ? [{ source, value: { cloud: place(value) }, base }] : [];
  });
}

function flagLayers(flags: CloudFlags, base: string): ConfigLayer[] {
  const places: [string, unknown][] = [
    ["--host", flags.host === undefined ? undefined : { listen: { host: flags.host } }],
    ["--port", flags.port === undefined ? undefined : { listen: { port: flags.port } }],
    ["--data-dir", flags.dataDir === undefined ? undefined : { dataDir: flags.dataDir }],
  ];
  return places.flatMap(([source, value]) => (isObject(value) ? [{ source, value: { cloud: value }, base }] : []));
}

/** Text that is no number stays text, so that the schema's complaint names the variable. */
function numeric(text: string): unknown {
  return /^\d+$/.test(text) ? Number(text) : text;
}
