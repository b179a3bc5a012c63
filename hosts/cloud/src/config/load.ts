import { homedir } from "node:os";
import path from "node:path";
import { type MergedConfig, type Problem, validateConfig } from "@open-cowork/core/host";
import type { SecretResolver } from "@open-cowork/core/secrets";
import { type ConfigPlaces, type ConfiguredPlugin, configuredPlugins, numeric, readLayers } from "@open-cowork/host-kit";
import { type CloudConfig, cloudFileSchema, type OpenCoworkConfig, pluginEntrySchema } from "@open-cowork/shared";
import { z } from "zod";
import { DEFAULT_PLUGINS } from "../plugin-set.js";

/** Settings given by whoever starts the host; they win over everything in files and variables. */
export interface CloudFlags {
  host?: string;
  port?: number;
  dataDir?: string;
}

export interface LoadOptions extends ConfigPlaces {
  flags?: CloudFlags;
  resolvers: readonly SecretResolver[];
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
  const { cwd, resolvers, flags = {} } = options;
  const { file, merged } = readLayers(options, {
    section: "cloud",
    defaults: { dataDir: path.join(homedir(), ".open-cowork"), plugins: DEFAULT_PLUGINS },
    variables: VARIABLES,
    flags: {
      "--host": flags.host === undefined ? undefined : { listen: { host: flags.host } },
      "--port": flags.port === undefined ? undefined : { listen: { port: flags.port } },
      "--data-dir": flags.dataDir === undefined ? undefined : { dataDir: flags.dataDir },
    },
  });
  const { origin } = merged;
  const checked = validateConfig(merged.value, cloudFileSchema, [], { resolvers, origin, opaque: "leave" });
  const entries = z.object({ cloud: z.object({ plugins: z.array(pluginEntrySchema) }) }).safeParse(merged.value).data?.cloud.plugins;
  const plugins = entries && configuredPlugins(entries, merged, "cloud", cwd);
  if (!checked.value || !plugins) return { loaded: undefined, plugins, origin, problems: checked.problems };
  const { branding, cloud } = checked.value;
  const dataDirBase = origin(["cloud", "dataDir"])?.base ?? cwd;
  const dataDir = path.resolve(dataDirBase, (cloud.dataDir ?? "").replace(/^~(?=[/\\]|$)/, homedir()));
  return { loaded: { file, branding, cloud, dataDir, merged }, plugins, origin, problems: [] };
}
