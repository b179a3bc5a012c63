import type { RouteDeclaration } from "@open-cowork/core/transport";

/** What a valid request of each route needs; a route with a body or a required query that is missing here fails the first test. */
export const EXAMPLES: Record<string, { json?: unknown; query?: string; body?: string }> = {
  "POST /sessions": { json: { title: "New" } },
  "PATCH /sessions/:id": { json: { title: "Renamed" } },
  "POST /sessions/:id/commands": { json: { kind: "prompt", id: "command-1", text: "Hello" } },
  "GET /search": { query: "?q=hello" },
  "POST /artifacts": { query: "?name=a.txt", body: "content" },
  "POST /auth/login": { json: { link: "ocl_wrong" } },
  "POST /tokens": { json: { name: "ci" } },
  "POST /model-providers/test": { json: { kind: "demo" } },
  "POST /model-providers": { json: { kind: "demo" } },
};

export const nameOf = (route: RouteDeclaration) => `${route.method} ${route.path}`;
