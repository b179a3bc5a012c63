import { isSecret } from "@open-cowork/shared";
import { isObject } from "./config/path.js";
import type { PreparedPlugin } from "./prepare.js";

/** What another config means for plugins that run. */
export interface PluginChanges {
  added: PreparedPlugin[];
  /** With their new options. */
  changed: PreparedPlugin[];
  /** Ids. */
  removed: string[];
}

export function pluginChanges(running: readonly PreparedPlugin[], wanted: readonly PreparedPlugin[]): PluginChanges {
  const before = new Map(running.map((prepared) => [prepared.id, prepared]));
  const after = new Set(wanted.map(({ id }) => id));
  const known = wanted.filter(({ id }) => before.has(id));
  return {
    added: wanted.filter(({ id }) => !before.has(id)),
    changed: known.filter((prepared) => !samePlugin(before.get(prepared.id) as PreparedPlugin, prepared)),
    removed: running.map(({ id }) => id).filter((id) => !after.has(id)),
  };
}

function samePlugin(a: PreparedPlugin, b: PreparedPlugin): boolean {
  return a.plugin.name === b.plugin.name && sameOptions(a.config, b.config);
}

/** Whether two validated configs say the same. Secrets are compared by what they hold, whatever they are called. */
export function sameOptions(a: unknown, b: unknown): boolean {
  if (isSecret(a) && isSecret(b)) return a.reveal() === b.reveal();
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => sameOptions(item, b[index]));
  if (isObject(a) && isObject(b)) return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => sameOptions(a[key], b[key]));
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  // Addresses and patterns say in their text what they are; of other objects nobody knows.
  if (a instanceof Object && b instanceof Object && a.constructor === b.constructor && !isSecret(a) && !String(a).startsWith("[object "))
    return String(a) === String(b);
  return Object.is(a, b);
}
