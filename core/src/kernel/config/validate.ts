import type { z } from "zod";
import type { Problem } from "../problem.js";
import { type ConfigPath, formatPath } from "./path.js";
import { type ReferenceContext, resolveReferences } from "./references.js";
import { suggestKey } from "./suggest.js";

/** A valid value of the schema, or everything that is wrong with the given one. */
export type Validated<T> = { value: T; problems: [] } | { value: undefined; problems: Problem[] };

/** Fills in the references of a value and checks it against its schema. All problems at once, each with its path, its source and a hint. */
export function validateConfig<S extends z.ZodType>(input: unknown, schema: S, path: ConfigPath, context: ReferenceContext): Validated<z.output<S>> {
  const resolved = resolveReferences(input, schema, path, context);
  const parsed = schema.safeParse(resolved.value);
  if (parsed.success && resolved.problems.length === 0) return { value: parsed.data, problems: [] };
  const known = new Set(resolved.problems.map((problem) => problem.path));
  const problems = [...resolved.problems];
  for (const issue of parsed.success ? [] : parsed.error.issues) {
    const at = [...path, ...(issue.path as (string | number)[])];
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) {
        const hint = suggestKey(key, schema, issue.path);
        problems.push({ path: formatPath([...at, key]), message: "is not a known option", hint, source: context.origin([...at, key])?.source });
      }
    } else if (!known.has(formatPath(at))) {
      problems.push({ path: formatPath(at), message: decapitalise(issue.message), hint: hintFor(issue), source: context.origin(at)?.source });
    }
  }
  return { value: undefined, problems };
}

function hintFor(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === "invalid_value") return `Write one of: ${issue.values.map(String).join(", ")}`;
  if (issue.code === "too_big" && issue.maximum !== undefined) return `At most ${issue.maximum}`;
  if (issue.code === "too_small" && issue.minimum !== undefined) return `At least ${issue.minimum}`;
  return undefined;
}

function decapitalise(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
