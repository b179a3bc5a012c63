import type { z } from "zod";

/** What the walk reads of a schema. Kept structural, because a third-party plugin may bring its own copy of zod. */
interface Definition {
  type: string;
  innerType?: z.ZodType;
  shape?: Record<string, z.ZodType>;
  catchall?: z.ZodType;
  valueType?: z.ZodType;
  element?: z.ZodType;
  items?: z.ZodType[];
  options?: z.ZodType[];
  left?: z.ZodType;
  right?: z.ZodType;
  in?: z.ZodType;
  getter?: () => z.ZodType;
}

/** The alternatives that a schema stands for, without wrappers such as `optional` and `default`. */
export function alternatives(schema: z.ZodType | undefined): z.ZodType[] {
  if (!schema) return [];
  const def = schema.def as unknown as Definition;
  if (def.innerType) return alternatives(def.innerType);
  if (def.options) return def.options.flatMap(alternatives);
  if (def.left) return [def.left, def.right].flatMap(alternatives);
  if (def.type === "pipe") return alternatives(def.in);
  if (def.type === "lazy" && def.getter) return alternatives(def.getter());
  return [schema];
}

/** Schemas that describe the value under `key`; empty when the schema says nothing about it. */
export function below(schemas: readonly z.ZodType[], key: string | number): z.ZodType[] {
  return schemas.flatMap((schema) => {
    const def = schema.def as unknown as Definition;
    if (def.shape) return alternatives(Object.hasOwn(def.shape, key) ? def.shape[key] : def.catchall);
    return alternatives(def.element ?? def.items?.[Number(key)] ?? def.valueType);
  });
}

/** Declared with `secret()`. */
export function isSecretSchema(schema: z.ZodType): boolean {
  return schema.meta()?.secret === true;
}

/** Nothing is known about the value: `unknown`, `any`, or no schema at all. */
export function isOpaque(schemas: readonly z.ZodType[]): boolean {
  return schemas.every((schema) => ["unknown", "any"].includes(schema.def.type));
}

/** The type that text from a placeholder is turned into where the schema wants no string. */
export function scalarType(schemas: readonly z.ZodType[]): "number" | "boolean" | undefined {
  const types = new Set(schemas.map((schema) => schema.def.type));
  if (types.has("string") || types.has("enum")) return undefined;
  return types.has("number") || types.has("int") ? "number" : types.has("boolean") ? "boolean" : undefined;
}

/** Names of the fields that the schemas describe. */
export function knownKeys(schemas: readonly z.ZodType[]): string[] {
  return schemas.flatMap((schema) => Object.keys((schema.def as unknown as Definition).shape ?? {}));
}
