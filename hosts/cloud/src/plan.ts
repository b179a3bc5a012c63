import { KERNEL_PORTS, type PreparedPlugin, type Problem, preparePlugins, problemError, problemsOf } from "@open-cowork/core/host";
import type { Token } from "@open-cowork/core/kernel";
import { CLOCK, HOST_INFO, LOG } from "@open-cowork/core/kernel";
import type { SecretResolver } from "@open-cowork/core/secrets";
import { type ConfiguredPlugin, demandSafeBind, isLoopback, pluginSources } from "@open-cowork/host-kit";
import { type CloudConfig, isAppError, listenSchema } from "@open-cowork/shared";
import { type CloudFlags, type LoadedConfig, readConfig } from "./config/load.js";
import { environmentSecrets, PLUGIN_SET } from "./plugin-set.js";
import { CLOUD_PROFILE } from "./profile.js";

export interface CloudOptions {
  /** Config file; default: `OPEN_COWORK_CONFIG`, else searched upward from `cwd`. */
  config?: string;
  flags?: CloudFlags;
  /** Default: the environment of this process. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Default: the working directory of this process. */
  cwd?: string;
}

/** Everything decided before anything is created: valid config, accepted plugins in dependency order. */
export interface CloudPlan {
  loaded: LoadedConfig;
  plugins: PreparedPlugin[];
  env: Readonly<Record<string, string | undefined>>;
}

/** Ports that this host binds itself. */
const HOST_PORTS: readonly Token<unknown>[] = [CLOCK, LOG, HOST_INFO, ...KERNEL_PORTS];

/**
 * Reads the config, finds the plugins, checks the profile, loads and validates them. Creates and starts nothing.
 * @param only Ports wanted; plugins that they do not need are left out.
 * @throws AppError `config.*`, `plugin.*`, `host.public_bind`; problems of several steps come together
 */
export async function planCloud(options: CloudOptions, only?: readonly Token<unknown>[]): Promise<CloudPlan> {
  const { env = process.env, cwd = process.cwd() } = options;
  const resolvers: SecretResolver[] = [environmentSecrets({ env })];
  const read = readConfig({ ...options, env, cwd, resolvers });
  if (!read.plugins) throw problemError("config.invalid", read.problems);
  const { listen, publicUrl } = read.loaded?.cloud ?? { listen: listenSchema.parse({}) };
  const address = { listen, ...(publicUrl ? { publicUrl } : {}) };
  const found = pluginSources(withoutDemo(read.plugins, address), CLOUD_PROFILE, PLUGIN_SET);
  if (found.problems.length) throw problemError(read.loaded ? "plugin.refused" : "config.invalid", [...read.problems, ...found.problems]);
  const sources = found.sources.map((source) => (source.manifest.kind === "http" ? { ...source, config: { ...address, ...source.config } } : source));
  const references = { resolvers, origin: read.origin };
  const preparing = preparePlugins({ profile: CLOUD_PROFILE, sources, hostPorts: HOST_PORTS, references, only });
  if (!read.loaded) throw problemError("config.invalid", [...read.problems, ...(await problemsIn(preparing))]);
  const plugins = await preparing;
  demandSafeBind(listen, publicUrl, "cloud");
  return { loaded: read.loaded, plugins, env };
}

/** The demo model answers anybody with anything, so it never comes along by itself where strangers may sign in. */
function withoutDemo(plugins: readonly ConfiguredPlugin[], { listen, publicUrl }: Pick<CloudConfig, "listen" | "publicUrl">): ConfiguredPlugin[] {
  const reachable = publicUrl !== undefined || !isLoopback(listen.host);
  return plugins.filter(({ entry, byDefault }) => !(reachable && byDefault && entry.use === "model-demo"));
}

async function problemsIn(step: Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await step;
    return [];
  } catch (error) {
    if (!isAppError(error)) throw error;
    const problems = problemsOf(error);
    return problems.length ? problems : [{ path: "cloud.plugins", message: error.message }];
  }
}
