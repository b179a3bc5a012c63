import type { Workspace } from "@open-cowork/core/sessions";
import { type RouteDeclaration, route } from "@open-cowork/core/transport";
import { changedFileSchema, filePatchSchema } from "@open-cowork/shared";
import { z } from "zod";
import { changedFiles, filePatches } from "../files/changes.js";
import { idParams } from "./params.js";
import { viewOf } from "./session-view.js";

const TAG = "sessions";

/** What a thread did to files, folded from its log: it can be asked when the engine and its folder are long gone. */
export function sessionFileRoutes(workspace: Workspace): RouteDeclaration[] {
  return [
    route({
      method: "GET",
      path: "/sessions/:id/files",
      summary: "Files that the thread changed, by path. Changes that a shell command made are not known.",
      tag: TAG,
      access: "session.read",
      params: idParams,
      response: z.object({ items: z.array(changedFileSchema) }),
      handler: async (ctx, { params }) => ({ json: { items: changedFiles(await viewOf(workspace, ctx, params.id)) } }),
    }),
    route({
      method: "GET",
      path: "/sessions/:id/diff",
      summary: "Changes that the thread made, in order, as unified diffs: one for each tool call that told one.",
      tag: TAG,
      access: "session.read",
      params: idParams,
      response: z.object({ items: z.array(filePatchSchema) }),
      handler: async (ctx, { params }) => ({ json: { items: filePatches(await viewOf(workspace, ctx, params.id)) } }),
    }),
  ];
}
