import { type RouteDeclaration, route } from "@open-cowork/core/transport";
import { AppError, artifactSchema, ID_PATTERN } from "@open-cowork/shared";
import { z } from "zod";
import type { HttpDeps } from "../deps.js";
import { contentHeaders } from "./content-headers.js";
import { idParams } from "./params.js";
import { parseRange } from "./range.js";

const TAG = "artifacts";
const uploadQuery = z.object({
  name: z.string().trim().min(1).max(255),
  session: z.string().regex(ID_PATTERN, "not an id").optional(),
});

/** Files people attach and runs produce. Written once, never changed. */
export function artifactRoutes({ artifacts, index }: HttpDeps, maxUploadBytes: number): RouteDeclaration[] {
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
      handler: async (ctx, { query, headers, stream }) => {
        if (query.session !== undefined) await existing(ctx, query.session);
        const mime = headers["content-type"] ?? "application/octet-stream";
        return { status: 201, json: await artifacts.put(ctx, { name: query.name, mime, session: query.session }, stream, maxUploadBytes) };
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
      summary: "The content; understands one byte range.",
      tag: TAG,
      access: "session.read",
      params: idParams,
      handler: async (ctx, { params, headers }) => {
        const artifact = await artifacts.stat(ctx, params.id);
        const fixed = contentHeaders(artifact);
        if (headers["if-none-match"] === fixed.etag) return { status: 304, empty: true, headers: fixed };
        const range = parseRange(headers.range, headers["if-range"], fixed.etag, artifact.bytes);
        if (range === "unsatisfiable") return { status: 416, empty: true, headers: { ...fixed, "content-range": `bytes */${artifact.bytes}` } };
        const bytes = await artifacts.read(ctx, params.id, range);
        if (!range) return { bytes, contentType: artifact.mime, length: artifact.bytes, headers: fixed };
        const partial = { ...fixed, "content-range": `bytes ${range.start}-${range.end - 1}/${artifact.bytes}` };
        return { status: 206, bytes, contentType: artifact.mime, length: range.end - range.start, headers: partial };
      },
    }),
  ];

  async function existing(ctx: Parameters<typeof index.get>[0], session: string): Promise<void> {
    if (!(await index.get(ctx, session))) throw new AppError("session.not_found");
  }
}
