import { z } from "zod";
import { configSchema, gatewayConfigSchema } from "./config.js";

const REFERENCE = "\\{(env|file|secret):[^{}]+\\}";

/** JSON Schema of open-cowork.config.json as people write it, for editors: any value may also be a reference such as `{env:PORT}`. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, {
    target: "draft-7",
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === "custom") Object.assign(jsonSchema, { type: "string", pattern: `^${REFERENCE}$` });
      else if (takesNoFreeText(jsonSchema)) orReference(jsonSchema);
      // Variables may give what the file leaves out.
      if (zodSchema === gatewayConfigSchema || zodSchema === gatewayConfigSchema.shape.cloud) delete jsonSchema.required;
    },
  });
  return { ...schema, title: "Open Cowork configuration" };
}

function takesNoFreeText({ type, format, pattern, enum: values }: z.core.JSONSchema.BaseSchema): boolean {
  return type === "integer" || type === "number" || type === "boolean" || values !== undefined || format !== undefined || pattern !== undefined;
}

/** Moves the constraints one level down; what describes the field stays where editors look for it. */
function orReference(schema: z.core.JSONSchema.BaseSchema): void {
  const { description, default: fallback, ...constraints } = schema;
  for (const key of Object.keys(constraints)) delete schema[key];
  schema.anyOf = [constraints, { type: "string", pattern: REFERENCE }];
  if (description !== undefined) schema.description = description;
  if (fallback !== undefined) schema.default = fallback;
}
