import { isSecret } from "@open-cowork/shared";
import type { ConfigLayer } from "./layers.js";
import { type ConfigPath, formatPath, isObject } from "./path.js";

/** A value of the effective config and where it came from. */
export interface EffectiveSetting {
  path: string;
  value: unknown;
  source: string;
}

/** The config as it is in force, fit for a screen: secrets show as `[secret]`, passwords inside addresses as `***`. */
export function renderConfig(value: unknown): unknown {
  if (isSecret(value)) return "[secret]";
  if (typeof value === "string") return value.replace(/(\w:\/\/[^\s:/@]*:)[^\s@/]+@/g, "$1***@");
  if (Array.isArray(value)) return value.map(renderConfig);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderConfig(item)]));
  return value;
}

/** Every single value with its source, in the order of the config; values that nobody set come from `default`. */
export function effectiveSettings(value: unknown, origin: (path: ConfigPath) => ConfigLayer | undefined, path: ConfigPath = []): EffectiveSetting[] {
  if (!isSecret(value) && (isObject(value) || Array.isArray(value))) {
    const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
    if (keys.length) return keys.flatMap((key) => effectiveSettings((value as Record<string | number, unknown>)[key], origin, [...path, key]));
  }
  return [{ path: formatPath(path), value: renderConfig(value), source: origin(path)?.source ?? "default" }];
}
