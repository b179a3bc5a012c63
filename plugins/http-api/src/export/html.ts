import type { SessionView } from "@open-cowork/shared";
import { escapeHtml } from "../html.js";
import { type Entry, transcript } from "./transcript.js";

const STYLE = `body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem;color:#1c1b19;background:#fff}
h1{font-size:1.6rem}h2{font-size:1rem;margin:2.5rem 0 .5rem}time{font-weight:400;color:#6b6760;font-size:.875rem}
.text{white-space:pre-wrap;overflow-wrap:anywhere}.reasoning,.note{color:#6b6760;font-style:italic}
details{border:1px solid #ddd9d2;border-radius:.5rem;padding:.5rem .75rem;margin:.75rem 0}summary{cursor:pointer}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.5 ui-monospace,monospace;margin:.5rem 0}.failed summary{color:#b3261e}
@media(prefers-color-scheme:dark){body{color:#eceae6;background:#191817}time,.reasoning,.note{color:#a39e95}details{border-color:#3a3835}.failed summary{color:#f2857c}}`;

/** A thread as one stand-alone file: no script, nothing loaded from anywhere, every text escaped. */
export function toHtml(view: SessionView): string {
  const title = escapeHtml(view.title || "Untitled thread");
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${STYLE}</style></head>
<body><main><h1>${title}</h1>
${transcript(view).map(render).join("\n")}
</main></body></html>
`;
}

function render(entry: Entry): string {
  switch (entry.kind) {
    case "person": {
      const at = new Date(entry.at).toISOString();
      const files = entry.files.map((name) => `<p class="note">Attached: ${escapeHtml(name)}</p>`).join("");
      return `<h2>${escapeHtml(entry.name)} <time datetime="${at}">${at}</time></h2><div class="text">${escapeHtml(entry.text)}</div>${files}`;
    }
    case "answer":
      return `<div class="text">${escapeHtml(entry.text)}</div>`;
    case "reasoning":
      return `<details><summary>Reasoning</summary><div class="text reasoning">${escapeHtml(entry.text)}</div></details>`;
    case "tool": {
      const parts = [entry.input, entry.output].filter(Boolean).map((text) => `<pre>${escapeHtml(text)}</pre>`);
      return `<details${entry.failed ? ' class="failed"' : ""}><summary>${escapeHtml(entry.title)}</summary>${parts.join("")}</details>`;
    }
    case "note":
      return `<p class="note">${escapeHtml(entry.text)}</p>`;
  }
}
