import { type EffectiveSetting, effectiveSettings, pluginKey, preflight, renderConfig } from "@open-cowork/core/host";
import type { PreflightCheck } from "@open-cowork/core/kernel";
import { type GatewayOptions, type GatewayPlan, planGateway } from "./plan.js";

/** The config in force, safe to print. */
export interface Inspection {
  file: string | undefined;
  /** Branding and gateway section with the options of every plugin filled in; secrets hidden. */
  config: unknown;
  settings: EffectiveSetting[];
  plugins: { id: string; name: string; kind: string }[];
  plan: GatewayPlan;
}

/** Reads and checks the config without starting anything. @throws AppError `config.*`, `plugin.*`, `host.public_bind` with all problems */
export async function inspectGateway(options: GatewayOptions): Promise<Inspection> {
  const plan = await planGateway(options);
  const { branding, gateway, file, merged } = plan.loaded;
  const optionsOf = new Map(plan.plugins.map(({ id, config }) => [id, config as Record<string, unknown>]));
  const plugins = gateway.plugins.map((entry) => ({ ...entry, config: own(entry.config, optionsOf.get(entry.id ?? pluginKey(entry))) }));
  const effective = { branding, gateway: { ...gateway, plugins } };
  return {
    file,
    config: renderConfig(effective),
    settings: effectiveSettings(effective, merged),
    plugins: plan.plugins.map(({ id, plugin }) => ({ id, name: plugin.name, kind: plugin.kind })),
    plan,
  };
}

/** What the plugins found when they looked whether they can start. */
export function checkPlugins({ plan }: Inspection): Promise<(PreflightCheck & { plugin: string })[]> {
  return preflight(plan.plugins, AbortSignal.timeout(20_000));
}

/** Options of a plugin that are its own; those that the section gives it are shown there. */
function own(written: Record<string, unknown>, effective: Record<string, unknown> | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.keys(written).map((key) => [key, effective?.[key] ?? written[key]]));
}
