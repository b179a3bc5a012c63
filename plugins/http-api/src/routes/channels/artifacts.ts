import { type ArtifactStore, type RouteDeclaration, route } from "@open-cowork/core/transport";
import { artifactSchema, channelUploadQuery } from "@open-cowork/shared";
import { CONTENT_HEADERS, contentAnswer } from "../artifact-content.js";
import { fileName } from "../file-name.js";
import { mediaType } from "../media-type.js";
import type { Acting } from "./acting.js";
import { bindingParams as artifactParams, TAG } from "./shapes.js";

/** Files that come in with messages, and those that go out with answers. */
export function channelArtifactRoutes({ artifacts }: { artifacts: ArtifactStore }, acting: Acting, maxUploadBytes: number): RouteDeclaration[] {
  return [
    route({
      method: "POST",
      path: "/channels/artifacts",
      summary: "Upload a file for a person of a chat, or for a session that the gateway carries: the body is its content, the content type its type.",
      tag: TAG,
      access: "channel.serve",
      query: channelUploadQuery,
      raw: "*",
      maxBytes: maxUploadBytes,
      response: artifactSchema,
      status: 201,
      handler: async (ctx, { query: { identity, name, session }, headers, stream }) => {
        await acting.demandUpload(ctx, identity, session);
        const made = await artifacts.put(ctx, { name: fileName(name), mime: mediaType(headers), session }, stream, maxUploadBytes);
        // The session may have been deleted during the upload, with all files it had by then.
        if (session !== undefined) await acting.demandUpload(ctx, identity, session).catch((error: unknown) => undo(ctx, made.id, error));
        return { json: made };
      },
    }),
    route({
      method: "GET",
      path: "/channels/artifacts/:id",
      summary: "What is known of a file of a conversation that the gateway carries.",
      tag: TAG,
      access: "channel.serve",
      params: artifactParams,
      response: artifactSchema,
      handler: async (ctx, { params }) => ({ json: await acting.file(ctx, params.id) }),
    }),
    route({
      method: "GET",
      path: "/channels/artifacts/:id/content",
      summary: "Its content. 206 for one byte range, 304 for content that the client has.",
      tag: TAG,
      access: "channel.serve",
      params: artifactParams,
      produces: ["*/*"],
      headers: CONTENT_HEADERS,
      handler: async (ctx, { params, headers }) => contentAnswer(artifacts, ctx, await acting.file(ctx, params.id), headers),
    }),
  ];

  async function undo(ctx: Parameters<ArtifactStore["remove"]>[0], id: string, error: unknown): Promise<never> {
    await artifacts.remove(ctx, id);
    throw error;
  }
}
