import { type ConfigPath, formatPath, isObject } from "./path.js";

/** One source of configuration. Layers are merged in order, later wins. */
export interface ConfigLayer {
  /** As shown to people: a file, `OPEN_COWORK_CLOUD_PORT`, `--port`, `default`. */
  source: string;
  value: unknown;
  /** Absolute directory that relative paths in this layer start from. */
  base?: string;
}

export interface MergedConfig {
  value: unknown;
  /** Which layer set the value at the path, itself or as part of a list; undefined for what nobody set. */
  origin(path: ConfigPath): ConfigLayer | undefined;
}

/** Objects merge by key, lists of plugins (`use`) by name, everything else is replaced whole. Changes no input. */
export function mergeLayers(layers: readonly ConfigLayer[]): MergedConfig {
  const origins = new Map<string, ConfigLayer>();
  let value: unknown;
  for (const layer of layers) value = merge(value, layer.value, [], layer, origins);
  return {
    value,
    origin(path) {
      for (let length = path.length; length >= 0; length--) {
        const layer = origins.get(formatPath(path.slice(0, length)));
        if (layer) return layer;
      }
      return undefined;
    },
  };
}

/** Name under which entries of a plugin list are the same: the instance id, else the plugin without the product's scope. */
export function pluginKey(entry: { use: string; id?: string }): string {
  return entry.id ?? entry.use.replace(/^@open-cowork\//, "");
}

function merge(under: unknown, over: unknown, path: ConfigPath, layer: ConfigLayer, origins: Map<string, ConfigLayer>): unknown {
  if (over === undefined) return under;
  if (isObject(over)) {
    const base = isObject(under) ? under : {};
    if (Object.keys(over).length === 0) origins.set(formatPath(path), layer);
    const merged: Record<string, unknown> = { ...base };
    for (const [key, value] of Object.entries(over)) define(merged, key, merge(base[key], value, [...path, key], layer, origins));
    return merged;
  }
  // "No plugins of my own" is not "no plugins": switching one off is said by name.
  if (Array.isArray(over) && over.length === 0 && isPluginList(under)) return under;
  if (isPluginList(over) && (under === undefined || isPluginList(under))) {
    const merged: unknown[] = [...(under ?? [])];
    for (const entry of over) {
      const found = (under ?? []).findIndex((known) => pluginKey(known) === pluginKey(entry));
      const index = found === -1 ? merged.length : found;
      merged[index] = merge(merged[index], entry, [...path, index], layer, origins);
    }
    return merged;
  }
  forget(path, origins);
  origins.set(formatPath(path), layer);
  return over;
}

/** A plain assignment of `__proto__` would change the prototype instead of the key. */
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

function forget(path: ConfigPath, origins: Map<string, ConfigLayer>): void {
  const prefix = formatPath(path);
  for (const key of origins.keys()) if (key.startsWith(`${prefix}.`) || key.startsWith(`${prefix}[`)) origins.delete(key);
}

function isPluginList(value: unknown): value is { use: string; id?: string }[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => isObject(item) && typeof item.use === "string");
}
