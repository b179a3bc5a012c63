import { type RouteDeclaration, route } from "@open-cowork/core/transport";
import { AppError, attentionSchema, catalogSchema, MAX_PROMPT_CHARS, searchHitSchema, workspaceSchema } from "@open-cowork/shared";
import { z } from "zod";
import type { HttpDeps, ThreadDeps } from "../deps.js";
import type { WorkspaceHub } from "../sse/workspace-hub.js";
import { wantsEventStream } from "./accept.js";
import { LAST_EVENT_ID, standing, standingQuery } from "./params.js";

const TAG = "workspace";

/** @param capabilities What the routes of this surface can do in this host; plugins add theirs. */
export function workspaceRoutes({ host, contributions, models }: HttpDeps, capabilities: readonly string[], maxUploadBytes: number): RouteDeclaration[] {
  return [
    route({
      method: "GET",
      path: "/workspace",
      summary: "Who hosts this workspace and what it can do.",
      tag: TAG,
      access: "signed-in",
      response: workspaceSchema,
      handler: async (ctx) => ({
        json: {
          id: ctx.tenant,
          name: host.name,
          product: host.product,
          version: host.version,
          capabilities: [...new Set([...capabilities, ...contributions.all("capabilities")])],
          ready: models === undefined || (await models.providers(ctx)).length > 0,
          panels: contributions.all("ui"),
          limits: { attachmentBytes: maxUploadBytes, promptChars: MAX_PROMPT_CHARS },
        },
      }),
    }),
  ];
}

/** What happens across all threads. */
export function workspaceFeedRoutes({ index, models, runtime }: ThreadDeps, hub: WorkspaceHub): RouteDeclaration[] {
  return [
    route({
      method: "GET",
      path: "/events",
      summary:
        "Live changes of the thread list, open decisions and settings (server-sent events). Resumes after a cursor (`cursor`, `after` or `Last-Event-ID`).",
      tag: TAG,
      access: "session.read",
      query: z.object(standingQuery),
      produces: ["text/event-stream"],
      headers: LAST_EVENT_ID,
      handler: async (ctx, { query, headers }) => {
        if (!wantsEventStream(headers.accept))
          throw new AppError("request.invalid", { message: "This address is a stream: ask for it with Accept: text/event-stream." });
        return { sse: await hub.open(ctx, standing(headers, query)) };
      },
    }),
    route({
      method: "GET",
      path: "/approvals",
      summary: "Open approvals and questions of all threads, oldest first.",
      tag: TAG,
      access: "session.read",
      response: z.object({ items: z.array(attentionSchema) }),
      handler: async (ctx) => ({ json: { items: await index.attention(ctx) } }),
    }),
    route({
      method: "GET",
      path: "/search",
      summary: "Full text over everything said and every title, best first.",
      tag: TAG,
      access: "session.read",
      query: z.object({ q: z.string().trim().min(1).max(200), limit: z.coerce.number().int().min(1).max(100).default(20) }),
      response: z.object({ items: z.array(searchHitSchema) }),
      handler: async (ctx, { query }) => ({ json: { items: await index.search(ctx, query) } }),
    }),
    route({
      method: "GET",
      path: "/catalog",
      summary: "Models and agents that a prompt may name.",
      tag: TAG,
      access: "session.read",
      response: catalogSchema,
      handler: async (ctx) => {
        const [agents, available] = await Promise.all([runtime.catalog(ctx), models.models(ctx)]);
        return { json: { ...agents, ...available } };
      },
    }),
  ];
}
