import { isSecret } from "@open-cowork/shared";
import type { MergedConfig } from "./layers.js";
import { type ConfigPath, formatPath, isObject } from "./path.js";
import { hasPlaceholder } from "./placeholder.js";

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

/**
 * Every single value with its source, in the order of the config; values that nobody set come from `default`.
 * A value that a reference brought in names the reference too: `open-cowork.config.json {env:NAME}`.
 */
export function effectiveSettings(value: unknown, { value: written, origin }: MergedConfig, path: ConfigPath = []): EffectiveSetting[] {
  if (!isSecret(value) && (isObject(value) || Array.isArray(value))) {
    const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
    if (keys.length) return keys.flatMap((key) => effectiveSettings(child(value, key), { value: child(written, key), origin }, [...path, key]));
  }
  const source = origin(path)?.source ?? "default";
  const reference = typeof written === "string" && hasPlaceholder(written) ? ` ${written}` : "";
  return [{ path: formatPath(path), value: renderConfig(value), source: source + reference }];
}

function child(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[key] : undefined;
}
