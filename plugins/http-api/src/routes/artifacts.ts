import type { TenantContext } from "@open-cowork/core/kernel";
import { type RouteDeclaration, route } from "@open-cowork/core/transport";
import { API, AppError, artifactSchema, ID_PATTERN, page } from "@open-cowork/shared";
import { z } from "zod";
import type { ThreadDeps } from "../deps.js";
import { CONTENT_HEADERS, contentAnswer } from "./artifact-content.js";
import { fileName } from "./file-name.js";
import { mediaType } from "./media-type.js";
import { idParams } from "./params.js";

const TAG = "artifacts";
const sessionId = z.string().regex(ID_PATTERN, "not an id");
const uploadQuery = z.object({
  name: z.string().trim().min(1).max(255),
  session: sessionId.optional(),
});
const listQuery = z.object({
  session: sessionId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
});

/** Files people attach and runs produce. Written once, never changed. */
export function artifactRoutes({ artifacts, index }: ThreadDeps, maxUploadBytes: number): RouteDeclaration[] {
  return [
    route({
      method: "POST",
      path: "/artifacts",
      summary: "Upload a file: the body is its content, the content type its type. Streamed to the store.",
      tag: TAG,
      access: "session.write",
      query: uploadQuery,
      raw: "*",
      maxBytes: maxUploadBytes,
      response: artifactSchema,
      status: 201,
      handler: async (ctx, { query, headers, stream }) => {
        const { session } = query;
        const meta = { name: fileName(query.name), mime: mediaType(headers), session };
        if (session !== undefined) await demandSession(ctx, session);
        const made = await artifacts.put(ctx, meta, stream, maxUploadBytes);
        // The thread may have been deleted during the upload, with all files it had by then.
        if (session !== undefined) await demandSession(ctx, session).catch((error: unknown) => undo(ctx, made.id, error));
        return { json: made, headers: { location: `${API}/artifacts/${made.id}` } };
      },
    }),
    route({
      method: "GET",
      path: "/artifacts",
      summary: "Files, newest first; those of one thread with `session`.",
      tag: TAG,
      access: "session.read",
      query: listQuery,
      response: page(artifactSchema),
      handler: async (ctx, { query }) => ({ json: await artifacts.list(ctx, query) }),
    }),
    route({
      method: "DELETE",
      path: "/artifacts/:id",
      summary: "Delete a file. Threads that name it keep its name.",
      tag: TAG,
      access: "session.delete",
      params: idParams,
      handler: async (ctx, { params }) => {
        await artifacts.stat(ctx, params.id);
        await artifacts.remove(ctx, params.id);
        return { empty: true };
      },
    }),
    route({
      method: "GET",
      path: "/artifacts/:id",
      summary: "What is known of a file.",
      tag: TAG,
      access: "session.read",
      params: idParams,
      response: artifactSchema,
      handler: async (ctx, { params }) => ({ json: await artifacts.stat(ctx, params.id) }),
    }),
    route({
      method: "GET",
      path: "/artifacts/:id/content",
      summary: "The content, in the type it was uploaded with. 206 for one byte range, 304 for content that the client has.",
      tag: TAG,
      access: "session.read",
      params: idParams,
      produces: ["*/*"],
      headers: CONTENT_HEADERS,
      handler: async (ctx, { params, headers }) => contentAnswer(artifacts, ctx, await artifacts.stat(ctx, params.id), headers),
    }),
  ];

  async function demandSession(ctx: TenantContext, session: string): Promise<void> {
    if (!(await index.get(ctx, session))) throw new AppError("session.not_found");
  }

  async function undo(ctx: TenantContext, id: string, error: unknown): Promise<never> {
    await artifacts.remove(ctx, id);
    throw error;
  }
}
