import type { ErrorCode } from "@open-cowork/shared";
import type { z } from "zod";
import type { Contributions } from "./contributions.js";
import type { Resolved, TokenMap } from "./token.js";

export interface SetupContext<Requires extends TokenMap, Optional extends TokenMap, Config> {
  /** The ports named in `requires`, and those of `optional` that some plugin of the host provides. */
  deps: Resolved<Requires> & Partial<Resolved<Optional>>;
  /** Validated, with placeholders and secrets resolved. */
  config: Config;
  /** Aborts when the host starts to stop. */
  signal: AbortSignal;
  /** Called last-in-first-out when the host stops, each with a deadline. */
  onStop(stop: () => void | Promise<void>): void;
  /** Builds a class whose every constructor parameter is marked `@inject(TOKEN)`, from the ports of `deps`. A parameter without a mark is an error. */
  construct<T>(type: new (...args: never[]) => T): T;
}

/** One thing looked at before anything starts; `open-cowork doctor` prints all of them. */
export interface PreflightCheck {
  /** What was looked at, in a few words: `OpenCode program`. */
  name: string;
  ok: boolean;
  /** What was found; no secrets. */
  detail: string;
  /** What to do when it is not ok. */
  fix?: string;
  /** Code of the start error when it is not ok; default `plugin.failed`. */
  code?: ErrorCode;
}

export interface SetupResult<Provides extends TokenMap, Config = never> {
  ports: Resolved<Provides>;
  /** Runs after every plugin is set up, in dependency order; a server starts to listen here. */
  start?: () => void | Promise<void>;
  /**
   * Takes other options over while the plugin runs, such as a rotated secret: all of them or, throwing, none. Without it a change of its options needs a restart
   * of the host; except for providers, which are set up again.
   */
  reconfigure?: (config: Config) => void | Promise<void>;
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
  /**
   * Says, without writing anything or starting anything, whether `setup` has what it needs: programs, addresses, permissions.
   * Runs for all plugins before the first `setup`; one check that is not ok stops the boot with nothing created.
   */
  preflight?(context: { config: z.output<Config>; signal: AbortSignal }): PreflightCheck[] | Promise<PreflightCheck[]>;
  setup(
    context: SetupContext<Requires, Optional, z.output<Config>>,
  ): SetupResult<Provides, z.output<Config>> | Promise<SetupResult<Provides, z.output<Config>>>;
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
