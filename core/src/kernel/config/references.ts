import { Secret } from "@open-cowork/shared";
import type { z } from "zod";
import type { SecretResolver } from "../../secrets/ports.js";
import type { Problem } from "../problem.js";
import type { ConfigLayer } from "./layers.js";
import { type ConfigPath, formatPath, isObject } from "./path.js";
import { type Filled, fillPlaceholders, hasPlaceholder } from "./placeholder.js";
import { alternatives, below, isOpaque, isSecretSchema, scalarType } from "./schema-walk.js";

export interface ReferenceContext {
  resolvers: readonly SecretResolver[];
  origin(path: ConfigPath): ConfigLayer | undefined;
  /** What to do with values that the schema does not describe: fill them in, or leave them for a schema that does. */
  opaque: "fill" | "leave";
}

/**
 * Fills in every reference under a value. Fields declared `secret()` become {@link Secret}; a literal there is a problem.
 * Values from outside are turned into numbers and booleans where the schema wants those. Finds all problems.
 */
export function resolveReferences(value: unknown, schema: z.ZodType, path: ConfigPath, context: ReferenceContext): { value: unknown; problems: Problem[] } {
  const problems: Problem[] = [];
  return { value: walk(value, alternatives(schema), path, context, problems), problems };
}

function walk(value: unknown, schemas: readonly z.ZodType[], path: ConfigPath, context: ReferenceContext, problems: Problem[]): unknown {
  if (context.opaque === "leave" && isOpaque(schemas)) return value;
  if (typeof value === "string") return text(value, schemas, path, context, problems);
  if (Array.isArray(value)) return value.map((item, index) => walk(item, below(schemas, index), [...path, index], context, problems));
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, below(schemas, key), [...path, key], context, problems)]));
  return value;
}

function text(value: string, schemas: readonly z.ZodType[], path: ConfigPath, context: ReferenceContext, problems: Problem[]): unknown {
  const layer = context.origin(path);
  const filled = hasPlaceholder(value) ? fillPlaceholders(value, context.resolvers, layer?.base) : undefined;
  if (filled && report(filled, path, layer, problems)) return undefined;
  const result = filled?.text ?? value;
  if (schemas.some(isSecretSchema)) {
    if (filled?.referenced) return new Secret(result, formatPath(path));
    // Some secrets allow a harmless word instead, such as `embedded`; the other alternatives of the schema say which.
    if (schemas.some((schema) => !isSecretSchema(schema) && schema.safeParse(result).success)) return result;
    const hint = "Write {env:NAME}, {file:path} or {secret:name} and keep the value outside this file";
    problems.push({ path: formatPath(path), message: "is a secret written out in the config", hint, source: layer?.source });
    return undefined;
  }
  return filled ? convert(result, schemas) : result;
}

function report(filled: Filled, path: ConfigPath, layer: ConfigLayer | undefined, problems: Problem[]): boolean {
  const at = { path: formatPath(path), source: layer?.source };
  for (const whole of filled.unset) problems.push({ ...at, message: `${whole} is not set`, hint: unsetHint(whole) });
  for (const whole of filled.unknown) problems.push({ ...at, message: `this host cannot resolve ${whole}`, hint: "Use {env:NAME} or {file:path}" });
  return filled.unset.length + filled.unknown.length > 0;
}

function unsetHint(whole: string): string {
  const name = whole.slice(whole.indexOf(":") + 1, -1);
  if (whole.startsWith("{env:")) return `Set the variable ${name}, or give a default: {env:${name}:-value}`;
  return whole.startsWith("{file:")
    ? `Create the file ${name} (relative to the config file) and make it readable`
    : `Store a secret named ${name} for this host`;
}

function convert(value: string, schemas: readonly z.ZodType[]): unknown {
  const wanted = scalarType(schemas);
  if (wanted === "number" && value.trim() !== "" && Number.isFinite(Number(value))) return Number(value);
  if (wanted === "boolean" && (value === "true" || value === "false")) return value === "true";
  return value;
}
