import {
  formatPath,
  KERNEL_PORTS,
  type PluginSource,
  type PreparedPlugin,
  type Problem,
  preparePlugins,
  problemError,
  problemsOf,
} from "@open-cowork/core/host";
import { CLOCK, HOST_INFO, LOG, type Token } from "@open-cowork/core/kernel";
import type { SecretResolver } from "@open-cowork/core/secrets";
import { demandSafeBind, pluginSources } from "@open-cowork/host-kit";
import { type GatewayConfig, isAppError } from "@open-cowork/shared";
import { type GatewayFlags, type LoadedConfig, readConfig } from "./config/load.js";
import { hostOptions, STAND_IN } from "./host-options.js";
import { environmentSecrets, PLUGIN_SET } from "./plugin-set.js";
import { GATEWAY_PROFILE } from "./profile.js";

export interface GatewayOptions {
  /** Config file; default: `OPEN_COWORK_CONFIG`, else searched upward from `cwd`. */
  config?: string;
  flags?: GatewayFlags;
  /** Default: the environment of this process. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Default: the working directory of this process. */
  cwd?: string;
  /** File of the machine's administrator. Default: the place of the operating system. */
  managed?: string;
}

/** Everything decided before anything is created: valid config, accepted plugins in dependency order. */
export interface GatewayPlan {
  loaded: LoadedConfig;
  plugins: PreparedPlugin[];
  env: Readonly<Record<string, string | undefined>>;
}

/** Ports that this host binds itself. */
const HOST_PORTS: readonly Token<unknown>[] = [CLOCK, LOG, HOST_INFO, ...KERNEL_PORTS];

/**
 * Reads the config, finds the plugins, checks the profile, loads and validates them. Creates and starts nothing, and asks nobody.
 * @throws AppError `config.*`, `plugin.*`, `host.public_bind`; problems of several steps come together
 */
export async function planGateway(options: GatewayOptions): Promise<GatewayPlan> {
  const { env = process.env, cwd = process.cwd() } = options;
  const resolvers: SecretResolver[] = [environmentSecrets({ env })];
  const read = readConfig({ ...options, env, cwd, resolvers });
  if (!read.plugins) throw problemError("config.invalid", read.problems);
  const found = pluginSources(read.plugins, GATEWAY_PROFILE, PLUGIN_SET);
  const misplaced = found.sources.filter(isMisplaced);
  const problems = [...read.problems, ...found.problems, ...misplaced.map(misplacedProblem)];
  // Where the section is wrong, the plugins are looked at all the same: the operator hears of everything at once.
  const given = read.loaded?.gateway ?? STAND_IN;
  const sources = found.sources
    .filter((source) => !misplaced.includes(source))
    .map((source) => ({ ...source, config: { ...hostOptions(source.manifest.kind, given), ...source.config } }));
  const preparing = preparePlugins({ profile: GATEWAY_PROFILE, sources, hostPorts: HOST_PORTS, references: { resolvers, origin: read.origin } });
  if (problems.length) {
    const more = found.problems.length ? await problemsIn(preparing, "config.invalid") : await problemsIn(preparing);
    throw problemError(read.problems.length ? "config.invalid" : "plugin.refused", [
      ...problems,
      ...more,
      ...(read.loaded ? bindProblem(read.loaded.gateway) : []),
    ]);
  }
  const plugins = await preparing;
  const loaded = read.loaded as LoadedConfig;
  demandSafeBind(loaded.gateway.listen, loaded.gateway.publicUrl, "gateway");
  return { loaded, plugins, env };
}

/** An entry of `gateway.providers` that names a plugin of another kind. */
function isMisplaced({ manifest, path }: PluginSource): boolean {
  return path[1] === "providers" && manifest.kind !== "provider";
}

function misplacedProblem({ manifest, path }: PluginSource): Problem {
  const message = `is a plugin of kind "${manifest.kind}" and no chat provider`;
  return { path: formatPath(path.slice(0, -1)), message, hint: "Plugins of other kinds go into gateway.plugins" };
}

function bindProblem({ listen, publicUrl }: GatewayConfig): Problem[] {
  try {
    demandSafeBind(listen, publicUrl, "gateway");
    return [];
  } catch (error) {
    return [{ path: "gateway.listen.host", message: (error as Error).message }];
  }
}

/** What is wrong with the plugins. @param only Nothing but failures of that code: of plugins that were not found, others may be missing something. */
async function problemsIn(step: Promise<unknown>, only?: string): Promise<readonly Problem[]> {
  try {
    await step;
    return [];
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (only !== undefined && error.code !== only) return [];
    const problems = problemsOf(error);
    return problems.length ? problems : [{ path: "gateway.plugins", message: error.message }];
  }
}
