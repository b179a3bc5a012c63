import type { RouteDeclaration } from "@open-cowork/core/transport";
import { ERROR_KINDS, type ErrorKind } from "@open-cowork/shared";

/** What each kind of failure means for a client; the `code` of the problem says it exactly. */
const MEANINGS: Partial<Record<ErrorKind, string>> = {
  invalid: "The request is not valid, or its cursor is unknown.",
  unauthenticated: "Nobody is signed in, or the credential has ended.",
  forbidden: "The role does not allow this, or another site asked for it.",
  not_found: "It does not exist, or may not be seen.",
  slow: "The body did not arrive in time.",
  conflict: "The state of things does not allow this now, or the idempotency key is in use.",
  too_large: "The body is too large.",
  unsupported: "The body is of a type that is not read here.",
  range: "The content has no such bytes.",
  limited: "Too many requests; `Retry-After` says when to try again.",
  internal: "A defect of the server; the log knows it by `errorId`.",
  unavailable: "Something that this needs is away, or the server is stopping.",
};

/** Failures that a route can answer with, by status. They all have the same shape. */
export function failures(route: RouteDeclaration): Record<string, unknown> {
  const hasBody = route.body !== undefined || route.raw !== undefined;
  const isOpen = route.access === "public";
  const kinds: (ErrorKind | false)[] = [
    "invalid",
    (!isOpen || route.method === "POST" || route.path === "//metrics") && "unauthenticated",
    "forbidden",
    route.params !== undefined && "not_found",
    hasBody && "slow",
    route.method !== "GET" && !isOpen && "conflict",
    hasBody && "too_large",
    hasBody && "unsupported",
    route.headers?.range !== undefined && "range",
    (!isOpen || hasBody) && "limited",
    "internal",
    "unavailable",
  ];
  return Object.fromEntries(kinds.filter((kind) => kind !== false).map((kind) => [String(ERROR_KINDS[kind]), { $ref: `#/components/responses/${kind}` }]));
}

/** The responses that {@link failures} refers to. */
export function failureResponses(): Record<string, unknown> {
  const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  const headers = { "Retry-After": { description: "Seconds.", schema: { type: "integer" } } };
  return Object.fromEntries(
    Object.entries(MEANINGS).map(([kind, description]) => [kind, { description, ...(kind === "limited" ? { headers } : {}), content }]),
  );
}
