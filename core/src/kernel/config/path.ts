/** Where a value sits in a config: keys and indexes from the top. */
export type ConfigPath = readonly (string | number)[];

/** `cloud.plugins[1].config.url` */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = "";
  for (const part of path) text += typeof part === "number" ? `[${part}]` : text ? `.${String(part)}` : String(part);
  return text || "(top level)";
}

/** A plain object, as JSON makes them. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}
