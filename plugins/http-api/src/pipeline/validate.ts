import type { Clock } from "@open-cowork/core/kernel";
import { AppError } from "@open-cowork/shared";
import type { z } from "zod";
import { DEFAULT_MAX_BYTES } from "./limits.js";
import { readJson, readRaw } from "./read-body.js";
import { type ApiContext, headerOf, type Step } from "./state.js";
import { storable } from "./storable.js";

interface FieldProblem {
  in: "path" | "query" | "body";
  /** Dotted path of the field; empty for the whole. */
  path: string;
  message: string;
}

/** Parses path, query and body with the declared schemas and reports everything that is wrong with them at once. */
export function validate(clock: Clock): Step {
  return async (ctx, next) => {
    const route = ctx.state.route!;
    const maxBytes = route.maxBytes ?? DEFAULT_MAX_BYTES;
    if (route.raw !== undefined) demandType(ctx, route.raw);
    const found: FieldProblem[] = [];
    const params = check(route.params, ctx.state.params, "path", found);
    const query = check(route.query, queryOf(ctx), "query", found);
    const body = route.body ? check(route.body, await readJson(ctx, { maxBytes, clock, verbatim: route.verbatim }), "body", found) : undefined;
    if (found.length > 0) throw new AppError("request.invalid", { message: sentence(found), details: { problems: found } });
    ctx.state.input = {
      params,
      query,
      body,
      headers: ctx.req.headers as Record<string, string | undefined>,
      stream: readRaw(ctx, maxBytes, clock),
      remote: ctx.state.remote,
    };
    return next();
  };
}

function check(schema: z.ZodType | undefined, value: unknown, where: FieldProblem["in"], found: FieldProblem[]): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) found.push({ in: where, path: issue.path.join("."), message: issue.message });
  return undefined;
}

/** Of a parameter given twice the last counts, as with the members of a JSON object. */
function queryOf(ctx: ApiContext): Record<string, string> {
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(ctx.querystring)) query[name] = storable(value);
  return { ...query };
}

function demandType(ctx: ApiContext, accepted: string): void {
  if (accepted === "*") return;
  const type = (headerOf(ctx, "content-type") ?? "").split(";")[0]!.trim().toLowerCase();
  if (!accepted.split(",").some((one) => one.trim() === type)) throw new AppError("request.unsupported_type", { details: { accepts: accepted } });
}

function sentence(found: FieldProblem[]): string {
  const named = found.slice(0, 3).map((problem) => `${problem.path || problem.in}: ${problem.message}`);
  return `The request is not valid. ${named.join("; ")}${found.length > 3 ? `; and ${found.length - 3} more` : ""}.`;
}
