import { AppError, type PluginEntry, type PluginManifest } from "@open-cowork/shared";
import { z } from "zod";
import type { ConfigPath } from "./config/path.js";
import type { ReferenceContext } from "./config/references.js";
import { validateConfig } from "./config/validate.js";
import { dependencyOrder, neededFor } from "./order.js";
import type { AnyPlugin, PreflightCheck } from "./plugin-definition.js";
import { type Problem, problemError } from "./problem.js";
import { checkProfile, type HostProfile } from "./profile.js";
import type { Token } from "./token.js";

/** A plugin that the config names, known by its manifest only. */
export interface PluginSource {
  /** Instance id: what logs, health and errors call it. */
  id: string;
  manifest: PluginManifest;
  /** Its options as written. */
  config: PluginEntry["config"];
  /** Where the options are in the config. */
  path: ConfigPath;
  /** Imports its code and returns the default export. Called only after the profile check. */
  load(): Promise<unknown>;
}

/** A plugin ready to be set up. */
export interface PreparedPlugin {
  id: string;
  plugin: AnyPlugin;
  config: unknown;
}

export interface PrepareOptions {
  profile: HostProfile;
  sources: readonly PluginSource[];
  /** Ports of the host itself. */
  hostPorts: readonly Token<unknown>[];
  /** Resolvers and provenance for the plugins' options. */
  references: Omit<ReferenceContext, "opaque">;
  /** Keep only the plugins needed for these ports; the counts of the profile then do not apply. */
  only?: readonly Token<unknown>[];
}

/**
 * From manifests to plugins in dependency order with valid options. Nothing is started or written.
 * @throws AppError `plugin.refused` (profile, before any code is loaded), `plugin.failed` (its module does not load), `config.invalid`,
 * `plugin.missing_dependency`; each with all problems of its step.
 */
export async function preparePlugins(options: PrepareOptions): Promise<PreparedPlugin[]> {
  const { profile, sources, only } = options;
  const kinds = sources.map(({ id, manifest }) => ({ name: id, kind: manifest.kind }));
  refuse("plugin.refused", [...duplicates(sources), ...checkProfile(profile, kinds)]);
  const loaded = await Promise.all(sources.map(async (source) => ({ id: source.id, source, plugin: await loadPlugin(source) })));
  const wanted = only ? neededFor(loaded, only) : loaded;
  const problems: Problem[] = [];
  const prepared = wanted.map(({ id, source, plugin }) => {
    const checked = validateConfig(optionsOf(source, plugin), plugin.config ?? z.undefined(), source.path, { ...options.references, opaque: "fill" });
    problems.push(...checked.problems);
    return { id, plugin, config: checked.value };
  });
  refuse("config.invalid", problems);
  const order = dependencyOrder(prepared, options.hostPorts);
  if ("problems" in order) throw problemError(order.code, order.problems);
  return order.plugins;
}

/** Runs the preflight of every plugin; each outcome is there, also of those that threw. */
export async function preflight(plugins: readonly PreparedPlugin[], signal: AbortSignal): Promise<(PreflightCheck & { plugin: string })[]> {
  const outcomes = await Promise.all(
    plugins.map(async ({ id, plugin, config }) => {
      try {
        const checks: PreflightCheck[] = (await plugin.preflight?.({ config, signal })) ?? [];
        return checks.map((check) => ({ ...check, plugin: id }));
      } catch (error) {
        return [{ plugin: id, name: id, ok: false, detail: error instanceof Error ? error.message : String(error) }];
      }
    }),
  );
  return outcomes.flat();
}

/** @throws AppError with the code of the first check that is not ok. */
export function demandPreflight(checks: readonly (PreflightCheck & { plugin: string })[]): void {
  const failed = checks.filter((check) => !check.ok);
  const problems = failed.map(({ name, detail, fix }) => ({ path: name, message: detail, hint: fix }));
  if (failed[0]) throw problemError(failed[0].code ?? "plugin.failed", problems);
}

async function loadPlugin(source: PluginSource): Promise<AnyPlugin> {
  let plugin: unknown;
  try {
    plugin = await source.load();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("plugin.failed", { message: `Plugin ${source.id} cannot be loaded: ${reason}`, cause });
  }
  if (!isPlugin(plugin))
    throw problemError("plugin.refused", [
      { path: source.id, message: "its module has no plugin as default export", hint: "Export definePlugin({…}) as default" },
    ]);
  const { kind, api } = source.manifest;
  if (plugin.kind !== kind || plugin.api !== api) {
    const message = `its manifest says kind "${kind}" and api "${api}", its code says "${plugin.kind}" and "${plugin.api}"`;
    throw problemError("plugin.refused", [{ path: source.id, message, hint: "Make the two agree" }]);
  }
  return plugin;
}

/** A plugin without a schema takes no options; an empty object is the same as none. */
function optionsOf(source: PluginSource, plugin: AnyPlugin): unknown {
  return plugin.config === undefined && Object.keys(source.config).length === 0 ? undefined : source.config;
}

function isPlugin(value: unknown): value is AnyPlugin {
  const plugin = value as Partial<AnyPlugin> | null | undefined;
  return typeof plugin === "object" && typeof plugin?.name === "string" && typeof plugin.setup === "function";
}

function duplicates(sources: readonly PluginSource[]): Problem[] {
  const ids = sources.map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  return [...new Set(twice)].map((id) => ({ path: id, message: "is the name of two plugins", hint: 'Give each an "id" of its own' }));
}

function refuse(code: "plugin.refused" | "config.invalid", problems: readonly Problem[]): void {
  if (problems.length) throw problemError(code, problems);
}
