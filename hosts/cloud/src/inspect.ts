import { type EffectiveSetting, effectiveSettings, pluginKey, preflight, renderConfig } from "@open-cowork/core/host";
import type { PreflightCheck } from "@open-cowork/core/kernel";
import { type CloudOptions, type CloudPlan, planCloud } from "./plan.js";

/** The config in force, safe to print. */
export interface Inspection {
  file: string | undefined;
  dataDir: string;
  /** Branding and cloud section with the options of every plugin filled in; secrets hidden. */
  config: unknown;
  settings: EffectiveSetting[];
  plugins: { id: string; name: string; kind: string; source: string }[];
  plan: CloudPlan;
}

/** Reads and checks the config without starting anything. @throws AppError `config.*`, `plugin.*`, `host.public_bind` with all problems */
export async function inspectCloud(options: CloudOptions): Promise<Inspection> {
  const plan = await planCloud(options);
  const { branding, cloud, file, dataDir, merged } = plan.loaded;
  const optionsOf = new Map(plan.plugins.map(({ id, config }) => [id, config]));
  const entries = cloud.plugins.map((entry) => ({ ...entry, config: optionsOf.get(entry.id ?? pluginKey(entry)) ?? entry.config }));
  const effective = { branding, cloud: { ...cloud, dataDir, plugins: entries } };
  const sourceOf = (id: string) => {
    const index = entries.findIndex((entry) => (entry.id ?? pluginKey(entry)) === id);
    return merged.origin(["cloud", "plugins", index, "use"])?.source ?? "default";
  };
  return {
    file,
    dataDir,
    config: renderConfig(effective),
    settings: effectiveSettings(effective, merged),
    plugins: plan.plugins.map(({ id, plugin }) => ({ id, name: plugin.name, kind: plugin.kind, source: sourceOf(id) })),
    plan,
  };
}

/** What the plugins found when they looked whether they can start. */
export function checkPlugins({ plan }: Inspection): Promise<(PreflightCheck & { plugin: string })[]> {
  return preflight(plan.plugins, AbortSignal.timeout(20_000));
}
