import { type RouteDeclaration, route } from "@open-cowork/core/transport";
import { type DocumentInfo, openApiDocument } from "../openapi/document.js";
import { DOCS_STYLE, docsPage } from "../openapi/page.js";

/** The protocol's own description. `all` is asked late, since it contains these routes too; the document is built at the first request. */
export function docsRoutes(all: () => readonly RouteDeclaration[], info: DocumentInfo): RouteDeclaration[] {
  let built: { json: string; html: string } | undefined;
  const document = () => {
    if (!built) {
      const value = openApiDocument(all(), info);
      built = { json: JSON.stringify(value), html: docsPage(value) };
    }
    return built;
  };
  return [
    route({
      method: "GET",
      path: "/openapi.json",
      summary: "This description, as OpenAPI 3.1.",
      tag: "reference",
      access: "public",
      produces: ["application/json"],
      handler: () => ({ text: document().json, contentType: "application/json; charset=utf-8" }),
    }),
    route({
      method: "GET",
      path: "//api/docs",
      summary: "This description, as a page.",
      tag: "reference",
      access: "public",
      produces: ["text/html"],
      handler: () => ({ text: document().html, contentType: "text/html; charset=utf-8" }),
    }),
    route({
      method: "GET",
      path: "//api/docs/style.css",
      summary: "Style of that page.",
      tag: "reference",
      access: "public",
      produces: ["text/css"],
      handler: () => ({ text: DOCS_STYLE, contentType: "text/css; charset=utf-8" }),
    }),
  ];
}
