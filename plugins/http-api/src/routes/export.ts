import type { Workspace } from "@open-cowork/core/sessions";
import { type RouteDeclaration, route } from "@open-cowork/core/transport";
import type { SessionView } from "@open-cowork/shared";
import { z } from "zod";
import { toHtml } from "../export/html.js";
import { toMarkdown } from "../export/markdown.js";
import { contentDisposition } from "./content-headers.js";
import { idParams } from "./params.js";
import { viewOf } from "./session-view.js";

const FORMATS = {
  md: { contentType: "text/markdown; charset=utf-8", render: toMarkdown },
  html: { contentType: "text/html; charset=utf-8", render: toHtml },
  json: {
    contentType: "application/json; charset=utf-8",
    render: (view: SessionView) => JSON.stringify({ format: "open-cowork.thread", version: 1, view }, undefined, 2),
  },
} as const;

/** A thread to take away. */
export function exportRoutes(workspace: Workspace): RouteDeclaration[] {
  return [
    route({
      method: "GET",
      path: "/sessions/:id/export",
      summary: "The thread as a file: Markdown, JSON, or one stand-alone HTML page.",
      tag: "sessions",
      access: "session.read",
      params: idParams,
      produces: Object.values(FORMATS).map(({ contentType }) => contentType),
      query: z.object({ format: z.enum(["md", "json", "html"]).default("md") }),
      handler: async (ctx, { params, query }) => {
        const view = await viewOf(workspace, ctx, params.id);
        const { contentType, render } = FORMATS[query.format];
        const name = `${
          (view.title || "thread")
            .replace(/[/\\:*?"<>|\p{Cc}]+/gu, " ")
            .trim()
            .slice(0, 80) || "thread"
        }.${query.format}`;
        return {
          text: render(view),
          contentType,
          headers: {
            "content-disposition": contentDisposition("attachment", name),
            "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
          },
        };
      },
    }),
  ];
}
