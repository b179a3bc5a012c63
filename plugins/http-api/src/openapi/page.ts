import { escapeHtml } from "../html.js";

interface Operation {
  summary: string;
  tags: string[];
  "x-access": string;
  parameters: { name: string; in: string; required: boolean; description?: string }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>;
}
interface Document {
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, Operation>>;
}

/** The reference for people: the OpenAPI document as one HTML page, made on the server, without a script. */
export function docsPage(document: unknown): string {
  const { info, paths } = document as Document;
  const operations = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))];
  const title = escapeHtml(info.title);
  const sections = tags.map((tag) => {
    const inTag = operations.filter(({ operation }) => operation.tags.includes(tag));
    return `<section id="${escapeHtml(tag)}"><h2>${escapeHtml(tag)}</h2>${inTag.map(renderOperation).join("")}</section>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<link rel="stylesheet" href="/api/docs/style.css"></head><body>
<header><h1>${title}</h1><p>Version ${escapeHtml(info.version)}. ${escapeHtml(info.description)} Machine-readable: <a href="/api/v1/openapi.json">openapi.json</a>.</p>
<nav aria-label="Topics">${tags.map((tag) => `<a href="#${escapeHtml(tag)}">${escapeHtml(tag)}</a>`).join(" ")}</nav></header>
<main>${sections.join("\n")}</main></body></html>
`;
}

function renderOperation({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const rows = operation.parameters.map(
    ({ name, in: where, required, description }) =>
      `<tr><td><code>${escapeHtml(name)}</code></td><td>${escapeHtml(where)}${required ? ", required" : ""}</td><td>${escapeHtml(description ?? "")}</td></tr>`,
  );
  return `<details><summary><span class="method">${escapeHtml(method.toUpperCase())}</span> <code>${escapeHtml(path)}</code> ${escapeHtml(operation.summary)}</summary>
<p>Access: <code>${escapeHtml(operation["x-access"])}</code></p>
${rows.length > 0 ? `<table><thead><tr><th scope="col">Parameter</th><th scope="col">Where</th><th scope="col"></th></tr></thead><tbody>${rows.join("")}</tbody></table>` : ""}
${schemas("Body", operation.requestBody?.content)}${schemas("Answer", answerOf(operation))}</details>`;
}

function answerOf({ responses }: Operation): Record<string, { schema: unknown }> | undefined {
  return Object.entries(responses).find(([status]) => status.startsWith("2"))?.[1].content;
}

function schemas(title: string, content: Record<string, { schema: unknown }> | undefined): string {
  return Object.entries(content ?? {})
    .map(([type, { schema }]) => `<h3>${title} <code>${escapeHtml(type)}</code></h3><pre>${escapeHtml(JSON.stringify(schema, undefined, 2))}</pre>`)
    .join("");
}

export const DOCS_STYLE = `:root{color-scheme:light dark}
body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem}h2{margin-top:2.5rem;text-transform:capitalize}h3{font-size:.9rem;margin:1rem 0 .25rem}
nav a{margin-right:.75rem}details{border-top:1px solid #8884;padding:.5rem 0}summary{cursor:pointer}
.method{display:inline-block;min-width:4rem;font:600 13px ui-monospace,monospace}
table{border-collapse:collapse;width:100%;font-size:.9rem}td,th{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #8883}
pre{background:#8881;padding:.75rem;border-radius:.5rem;overflow:auto;max-height:24rem;font:13px/1.5 ui-monospace,monospace}
`;
