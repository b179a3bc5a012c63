import type { z } from "zod";
import type { Contributions } from "./contributions.js";
import type { Resolved, Token, TokenMap } from "./token.js";

export interface SetupContext<Requires extends TokenMap, Optional extends TokenMap, Config> {
  /** The ports named in `requires`, and those of `optional` that some plugin of the host provides. */
  deps: Resolved<Requires> & Partial<Resolved<Optional>>;
  /** Validated, with placeholders and secrets resolved. */
  config: Config;
  /** Aborts when the host starts to stop. */
  signal: AbortSignal;
  /** Called last-in-first-out when the host stops, each with a deadline. */
  onStop(stop: () => void | Promise<void>): void;
}

export interface SetupResult<Provides extends TokenMap> {
  ports: Resolved<Provides>;
  /** Runs after every plugin is set up, in dependency order; a server starts to listen here. */
  start?: () => void | Promise<void>;
  contributes?: Contributions;
}

/**
 * A plugin is plain data: importing its module does nothing. The host checks its manifest, then calls `setup` once per
 * configured instance, after everything in `requires`.
 */
export interface PluginDefinition<
  Requires extends TokenMap = TokenMap,
  Provides extends TokenMap = TokenMap,
  Config extends z.ZodType = z.ZodType,
  Optional extends TokenMap = TokenMap,
> {
  /** Package name. */
  name: string;
  /** Same as in the manifest. */
  kind: string;
  /** Semver range of the plugin contract; same as in the manifest. */
  api: string;
  config?: Config;
  requires?: Requires;
  /** Ports used when some other plugin of the host provides them. */
  optional?: Optional;
  provides?: Provides;
  setup(context: SetupContext<Requires, Optional, z.output<Config>>): SetupResult<Provides> | Promise<SetupResult<Provides>>;
}

/** Checks the types of a plugin and returns it unchanged. */
export function definePlugin<
  const Requires extends TokenMap = Record<never, never>,
  const Provides extends TokenMap = Record<never, never>,
  Config extends z.ZodType = z.ZodUndefined,
  const Optional extends TokenMap = Record<never, never>,
>(plugin: PluginDefinition<Requires, Provides, Config, Optional>): PluginDefinition<Requires, Provides, Config, Optional> {
  return plugin;
}

// biome-ignore lint/suspicious/noExplicitAny: a host holds plugins of all shapes
export type AnyPlugin = PluginDefinition<any, any, any, any>;
