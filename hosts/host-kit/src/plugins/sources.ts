import path from "node:path";
import { pathToFileURL } from "node:url";
import { checkManifest, closest, formatPath, type HostProfile, type PluginSource, type Problem, pluginKey } from "@open-cowork/core/host";
import type { ConfiguredPlugin } from "../config/plugins.js";
import { findPluginPackage, type PluginPackage, readPluginFolder } from "./manifest-file.js";
import type { PluginSet } from "./plugin-set.js";
import { provideSharedPackages } from "./shared-packages.js";

/** Found on disk by its manifest; nothing of it has run. */
type Candidate = PluginSource & Pick<ConfiguredPlugin, "byDefault">;

/**
 * Finds every configured plugin and reads its manifest. A plugin of the built-in set gives way to a configured one of a kind that the host has only once.
 * Problems name every plugin that is missing or has a wrong manifest.
 */
export function pluginSources(plugins: readonly ConfiguredPlugin[], profile: HostProfile, set: PluginSet): { sources: PluginSource[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const candidates = plugins.flatMap((configured) => {
    const found = find(configured, set);
    if ("problem" in found) problems.push({ ...found.problem, path: `${formatPath(configured.path.slice(0, -1))} (${configured.entry.use})` });
    return "problem" in found ? [] : [found.candidate];
  });
  const sources = candidates.filter(({ byDefault, manifest: { kind } }) => !(byDefault && profile.accepts[kind]?.max === 1 && replaced(kind, candidates)));
  return { sources, problems };
}

function replaced(kind: string, candidates: readonly Candidate[]): boolean {
  return candidates.some(({ byDefault, manifest }) => !byDefault && manifest.kind === kind);
}

function find(configured: ConfiguredPlugin, set: PluginSet): { candidate: Candidate } | { problem: Problem } {
  const { entry, base } = configured;
  const name = pluginKey({ use: entry.use });
  const known = Object.hasOwn(set.plugins, name) ? set.plugins[name] : undefined;
  if (known && typeof known.manifest !== "string") return { candidate: candidate(configured, known.manifest, known.load) };
  const located = known ? findPluginPackage(known.manifest as string, set.directory) : thirdParty(entry.use, base);
  if (!located) return { problem: notFound(entry.use, base, Object.keys(set.plugins)) };
  const checked = checkManifest(entry.use, located.block);
  if ("problem" in checked) return checked;
  return { candidate: candidate(configured, checked.manifest, known?.load ?? (() => importPlugin(located, checked.manifest.plugin))) };
}

function candidate(configured: ConfiguredPlugin, manifest: PluginSource["manifest"], load: () => Promise<unknown>): Candidate {
  const { entry, path: at, byDefault } = configured;
  return { id: entry.id ?? pluginKey(entry), manifest, config: entry.config, path: at, byDefault, load };
}

/** A path, a package, or a short name of one of ours that this host does not bring along. */
function thirdParty(use: string, base: string): PluginPackage | undefined {
  if (isPath(use)) return readPluginFolder(path.resolve(base, use));
  const names = /^[@.]|\//.test(use) ? [use] : [`@open-cowork/${use}`, `@open-cowork/provider-${use}`, use];
  return names.map((name) => findPluginPackage(name, base)).find((found) => found !== undefined);
}

async function importPlugin({ directory }: PluginPackage, file: string): Promise<unknown> {
  provideSharedPackages();
  const module = (await import(pathToFileURL(path.join(directory, file)).href)) as { default?: unknown };
  return module.default;
}

function isPath(use: string): boolean {
  return use.startsWith("./") || use.startsWith("../") || path.isAbsolute(use);
}

function notFound(use: string, base: string, names: readonly string[]): Problem {
  if (isPath(use)) return { path: use, message: `there is no package.json in ${path.resolve(base, use)}`, hint: "The path is relative to the config file" };
  const meant = closest(
    use,
    names.flatMap((name) => [name, name.replace(/^provider-/, "")]),
  );
  return { path: use, message: "is not installed", hint: meant ? `Did you mean ${meant}?` : "Install the package, or give a path that starts with ./" };
}
