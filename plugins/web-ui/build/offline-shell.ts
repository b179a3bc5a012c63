import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Plugin } from "vite";
import { shell } from "../src/i18n/messages/shell.js";

/** Beside the page and its own two files: what draws the theme and the mark. */
const PLAIN = ["/offline.html", "/offline.css", "/offline.js", "/theme.js", "/icon.svg"];
const FILES = [
  new URL("../public/offline.css", import.meta.url),
  new URL("../public/offline.js", import.meta.url),
  new URL("../public/theme.js", import.meta.url),
];
const FONTS = /^(inter|newsreader)-latin-wght-normal-/;

/**
 * Writes the page that is shown while the server cannot be reached, and the service worker that keeps it. The worker's text changes with
 * any file of the build, which is how a browser learns that there is a new version.
 */
export function offlineShell(): Plugin {
  return {
    name: "open-cowork:offline-shell",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const names = Object.keys(bundle).sort();
        const sheets = Object.values(bundle).flatMap((file) =>
          file.type === "asset" && String(file.source).includes("--oc-page:") ? [`/${file.fileName}`] : [],
        );
        const html = page(sheets);
        const fonts = names.filter((name) => FONTS.test(basename(name))).map((name) => `/${name}`);
        const worker = readFileSync(new URL("../src/offline/sw.js", import.meta.url), "utf8");
        const plain = FILES.map((file) => readFileSync(file, "utf8"));
        const version = createHash("sha256")
          .update([html, worker, ...plain, ...names].join("\n"))
          .digest("hex")
          .slice(0, 12);
        const source = worker
          .replace('"__VERSION__"', JSON.stringify(`oc-${version}`))
          .replace('["__FILES__"]', JSON.stringify([...PLAIN, ...sheets, ...fonts]));
        this.emitFile({ type: "asset", fileName: "offline.html", source: html });
        this.emitFile({ type: "asset", fileName: "sw.js", source });
      },
    },
  };
}

function page(sheets: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
    <meta name="color-scheme" content="light dark" />
    <title>${shell["offline.title"]}</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    ${sheets.map((sheet) => `<link rel="stylesheet" href="${sheet}" />`).join("\n    ")}
    <link rel="stylesheet" href="/offline.css" />
    <script src="/theme.js"></script>
    <script src="/offline.js" defer></script>
  </head>
  <body class="offline">
    <main>
      <img src="/icon.svg" width="36" height="36" alt="" />
      <h1>${shell["offline.title"]}</h1>
      <p>${shell["offline.body"]}</p>
      <a href="">${shell["connection.now"]}</a>
    </main>
  </body>
</html>
`;
}
