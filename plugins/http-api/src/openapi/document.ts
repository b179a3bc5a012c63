import type { RouteDeclaration } from "@open-cowork/core/transport";
import { problemSchema } from "@open-cowork/shared";
import { z } from "zod";
import { fullPath } from "../pipeline/route-table.js";
import { failureResponses, failures } from "./responses.js";

type Json = Record<string, unknown>;

export interface DocumentInfo {
  title: string;
  version: string;
  /** Name of the login cookie. */
  cookie: string;
  /** Repeated POSTs get the first answer. */
  idempotency: boolean;
}

/** OpenAPI 3.1 of the routes, from the very declarations that validate and authorise. @see https://spec.openapis.org/oas/v3.1.1.html */
export function openApiDocument(routes: readonly RouteDeclaration[], { cookie, idempotency, ...info }: DocumentInfo): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = fullPath(route).replace(/:(\w+)/g, "{$1}");
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(route, idempotency);
  }
  return {
    openapi: "3.1.0",
    info: {
      ...info,
      description: `Errors are problem details (RFC 9457) with a stable \`code\`.${idempotency ? " Every POST honours `Idempotency-Key`." : ""}`,
    },
    servers: [{ url: "/" }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, "output") },
      securitySchemes: { token: { type: "http", scheme: "bearer" }, cookie: { type: "apiKey", in: "cookie", name: cookie } },
      responses: failureResponses(),
    },
  };
}

function operation(route: RouteDeclaration, idempotency: boolean): Json {
  const isPublic = route.access === "public";
  return {
    operationId: `${route.method.toLowerCase()}${fullPath(route).replace(/[^A-Za-z0-9]+(\w?)/g, (_all, letter: string) => letter.toUpperCase())}`,
    summary: route.summary,
    tags: [route.tag],
    security: isPublic ? [] : [{ token: [] }, { cookie: [] }],
    "x-access": route.access,
    parameters: [
      ...parameters(route.params, "path"),
      ...parameters(route.query, "query"),
      ...Object.entries(route.headers ?? {}).map(([name, description]) => ({ name, in: "header", description, schema: { type: "string" } })),
      ...(idempotency && route.method === "POST" && !isPublic ? [IDEMPOTENCY_KEY] : []),
    ],
    ...requestBody(route),
    responses: { [successStatus(route)]: success(route), ...failures(route) },
  };
}

const IDEMPOTENCY_KEY: Json = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "Repeating a request with the same key gives the first answer.",
  schema: { type: "string", maxLength: 200 },
};

function parameters(schema: z.ZodType | undefined, where: "path" | "query"): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input") as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, property]) => ({ name, in: where, required: where === "path" || required.includes(name), schema: property }));
}

function requestBody(route: RouteDeclaration): Json {
  if (route.raw !== undefined)
    return { requestBody: { required: true, content: { [route.raw === "*" ? "*/*" : route.raw]: { schema: { type: "string", format: "binary" } } } } };
  return route.body ? { requestBody: { required: true, content: { "application/json": { schema: schemaOf(route.body, "input") } } } } : {};
}

function successStatus(route: RouteDeclaration): string {
  return String(route.status ?? (route.response || route.produces ? 200 : 204));
}

function success(route: RouteDeclaration): Json {
  const json = route.response ? { "application/json": { schema: schemaOf(route.response, "output") } } : {};
  const other = (route.produces ?? []).map((type) => [type.split(";")[0]!, { schema: { type: "string" } }]);
  const content = { ...Object.fromEntries(other), ...json };
  return { description: route.summary, ...(Object.keys(content).length > 0 ? { content } : {}) };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any", reused: "inline" }) as Json;
  return rest;
}
