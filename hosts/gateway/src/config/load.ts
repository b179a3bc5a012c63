import { isObject, type MergedConfig, type Problem, validateConfig } from "@open-cowork/core/host";
import type { SecretResolver } from "@open-cowork/core/secrets";
import { type ConfigPlaces, type ConfiguredPlugin, configuredPlugins, numeric, readLayers } from "@open-cowork/host-kit";
import { type GatewayConfig, gatewayFileSchema, type OpenCoworkConfig, pluginEntrySchema } from "@open-cowork/shared";
import { z } from "zod";
import { DEFAULT_PLUGINS } from "../plugin-set.js";
import { foreignSettings } from "./product-mode.js";
import { configuredProviders, instancesByVariable } from "./providers.js";

const SECTION = "gateway";

/** Settings given by whoever starts the host; they win over everything in files and variables. */
export interface GatewayFlags {
  host?: string;
  port?: number;
}

export interface LoadOptions extends ConfigPlaces {
  flags?: GatewayFlags;
  resolvers: readonly SecretResolver[];
}

export interface LoadedConfig {
  /** Absent when everything comes from variables. */
  file: string | undefined;
  branding: OpenCoworkConfig["branding"];
  gateway: GatewayConfig;
  /** As written, before references were filled in. */
  merged: MergedConfig;
}

/** What could be read: a whole config, or the problems and as many plugins as make sense. */
export interface ReadConfig {
  loaded: LoadedConfig | undefined;
  /** Providers too. Undefined when the list of plugins itself is wrong. */
  plugins: ConfiguredPlugin[] | undefined;
  origin: MergedConfig["origin"];
  problems: Problem[];
}

/** Settings that have to come from somewhere: where nobody writes them, the complaint names the variable. */
const DEFAULTS = {
  cloud: { url: "{env:OPEN_COWORK_CLOUD_URL}", token: "{env:OPEN_COWORK_GATEWAY_TOKEN}" },
  adminToken: "{env:OPEN_COWORK_GATEWAY_ADMIN_TOKEN}",
  plugins: DEFAULT_PLUGINS,
};

/** Variables that stand for one setting each. Secrets stay references, so that they are secrets from the beginning. */
const VARIABLES: Readonly<Record<string, (value: string) => unknown>> = {
  OPEN_COWORK_CLOUD_URL: (url) => ({ cloud: { url } }),
  OPEN_COWORK_GATEWAY_TOKEN: () => ({ cloud: { token: "{env:OPEN_COWORK_GATEWAY_TOKEN}" } }),
  OPEN_COWORK_GATEWAY_ADMIN_TOKEN: () => ({ adminToken: "{env:OPEN_COWORK_GATEWAY_ADMIN_TOKEN}" }),
  OPEN_COWORK_GATEWAY_HOST: (host) => ({ listen: { host } }),
  OPEN_COWORK_GATEWAY_PORT: (port) => ({ listen: { port: numeric(port) } }),
  OPEN_COWORK_GATEWAY_PUBLIC_URL: (publicUrl) => ({ publicUrl }),
  OPEN_COWORK_GATEWAY_NODE_ID: (nodeId) => ({ nodeId }),
};

/** The effective config of this host and where each value came from. @throws AppError `config.unreadable`, or `config.invalid` for text that is no JSON */
export function readConfig(options: LoadOptions): ReadConfig {
  const { env, cwd, resolvers, flags = {} } = options;
  const { file, merged } = readLayers(options, {
    section: SECTION,
    defaults: DEFAULTS,
    fallbacks: instancesByVariable(env),
    variables: VARIABLES,
    flags: {
      "--host": flags.host === undefined ? undefined : { listen: { host: flags.host } },
      "--port": flags.port === undefined ? undefined : { listen: { port: flags.port } },
    },
  });
  const { origin } = merged;
  const section = isObject(merged.value) ? merged.value[SECTION] : undefined;
  const written = isObject(section) ? section : {};
  const foreign = foreignSettings(section, env);
  const checked = validateConfig(merged.value, gatewayFileSchema, [], { resolvers, origin, opaque: "leave" });
  const entries = z.array(pluginEntrySchema).safeParse(written.plugins).data;
  const providers = configuredProviders(written.providers ?? {}, merged, cwd);
  // What starts first stops last: the router finishes what it sends before the providers' own connections close.
  const plugins = entries && [...(providers?.plugins ?? []), ...configuredPlugins(entries, merged, SECTION, cwd)];
  // Of a setting that belongs to another product it is said where it goes; that it is not known here adds nothing.
  const own = checked.problems.filter(({ path }) => !foreign.some((problem) => problem.path === path));
  const problems = [...foreign, ...own, ...(providers?.problems ?? [])];
  if (!checked.value || problems.length) return { loaded: undefined, plugins, origin, problems };
  const { branding, gateway } = checked.value;
  return { loaded: { file, branding, gateway, merged }, plugins, origin, problems: [] };
}
