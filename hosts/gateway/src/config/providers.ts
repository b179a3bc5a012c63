import type { MergedConfig, Problem } from "@open-cowork/core/host";
import type { ConfiguredPlugin } from "@open-cowork/host-kit";
import { pluginEntrySchema, providerEntrySchema } from "@open-cowork/shared";
import { z } from "zod";
import { PLUGIN_SET, PROVIDERS_BY_VARIABLE } from "../plugin-set.js";

const DEFAULT_INSTANCE = "default";

/** An instance for each variable that is enough to have one, by the variable; what the file says of the same provider takes its place. */
export function instancesByVariable(env: Readonly<Record<string, string | undefined>>): Record<string, unknown> {
  const asked = Object.entries(PROVIDERS_BY_VARIABLE).filter(([variable]) => env[variable]);
  return Object.fromEntries(
    asked.map(([variable, { provider, field }]) => [variable, { providers: { [provider]: [{ id: DEFAULT_INSTANCE, [field]: `{env:${variable}}` }] } }]),
  );
}

/** The instances of `gateway.providers`, each a plugin of its own: `telegram:support`. Undefined when the section cannot be read as such. */
export function configuredProviders(
  section: unknown,
  { origin }: Pick<MergedConfig, "origin">,
  cwd: string,
): { plugins: ConfiguredPlugin[]; problems: Problem[] } | undefined {
  const parsed = z.record(z.string(), z.array(providerEntrySchema)).safeParse(section);
  if (!parsed.success) return undefined;
  const problems: Problem[] = [];
  const written = Object.entries(parsed.data).filter(([provider]) => !standsIn(provider) || !otherNameOf(provider, parsed.data));
  const plugins = written.flatMap(([provider, instances]) =>
    instances.map((config, index): ConfiguredPlugin => {
      const path = ["gateway", "providers", provider, index];
      if (instances.findIndex(({ id }) => id === config.id) < index)
        problems.push({
          path: `gateway.providers.${provider}[${index}].id`,
          message: `"${config.id}" names another instance already`,
          hint: "Give each its own",
        });
      const entry = pluginEntrySchema.parse({ use: packageOf(provider), id: `${shortName(provider)}:${config.id}`, config });
      return { entry, path, base: origin(path)?.base ?? cwd, byDefault: false };
    }),
  );
  return { plugins, problems };

  /** Not written by anybody: it comes from a variable. */
  function standsIn(provider: string): boolean {
    return Object.hasOwn(PROVIDERS_BY_VARIABLE, origin(["gateway", "providers", provider, 0])?.source ?? "");
  }
}

/** Whether the file has the same provider under its package name. */
function otherNameOf(provider: string, all: Record<string, unknown>): boolean {
  return Object.keys(all).some((name) => name !== provider && packageOf(name) === packageOf(provider));
}

/** Name in the plugin set for one of ours, else what was written: a package or a path. */
function packageOf(provider: string): string {
  const name = `provider-${shortName(provider)}`;
  const isOurs = provider === shortName(provider) || provider === `@open-cowork/${name}`;
  return isOurs && Object.hasOwn(PLUGIN_SET.plugins, name) ? name : provider;
}

/** `telegram`, also of `@acme/open-cowork-provider-telegram` and `./plugins/telegram`. */
function shortName(provider: string): string {
  const last = provider.split("/").filter(Boolean).at(-1) ?? provider;
  return last.replace(/^(?:open-cowork-)?(?:provider-)?/, "") || last;
}
