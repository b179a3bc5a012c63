import { PLUGIN_API_VERSION, type PluginManifest, pluginManifestSchema } from "@open-cowork/shared";
import satisfies from "semver/functions/satisfies.js";
import validRange from "semver/ranges/valid.js";
import type { Problem } from "./problem.js";

/** Outcome of reading a plugin's manifest: what it says, or what is wrong with it. */
export type ManifestCheck = { manifest: PluginManifest } | { problem: Problem };

/**
 * Judges the `openCowork` block of a plugin's package.json, before any of its code is loaded.
 * @param name How the operator named the plugin, for the message.
 */
export function checkManifest(name: string, block: unknown): ManifestCheck {
  const refuse = (message: string, hint: string): ManifestCheck => ({ problem: { path: name, message, hint } });
  if (block === undefined) return refuse("is not an Open Cowork plugin", 'Its package.json needs a block "openCowork": { "plugin", "kind", "api" }');
  const parsed = pluginManifestSchema.safeParse(block);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.length ? `openCowork.${issue.path.join(".")}` : "openCowork";
    return refuse(`has a wrong manifest: ${field}: ${issue?.message ?? "invalid"}`, "Correct its package.json");
  }
  const { api } = parsed.data;
  if (validRange(api) === null) return refuse(`names ${JSON.stringify(api)} as api, which is not a version range`, 'Write a range such as "^1"');
  if (!satisfies(PLUGIN_API_VERSION, api))
    return refuse(`was written for plugin api ${api}; this host has ${PLUGIN_API_VERSION}`, "Install a version of the plugin that fits");
  return { manifest: parsed.data };
}
