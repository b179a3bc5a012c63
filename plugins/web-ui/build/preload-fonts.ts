import { basename } from "node:path";
import type { Plugin } from "vite";

/** Adds `<link rel="preload">` for the emitted fonts whose file names match, so that text does not wait for the style sheet to name them. */
export function preloadFonts(patterns: readonly RegExp[]): Plugin {
  return {
    name: "open-cowork:preload-fonts",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (_html, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((file) => file.endsWith(".woff2") && patterns.some((pattern) => pattern.test(basename(file))))
          .map((file) => ({
            tag: "link",
            attrs: { rel: "preload", as: "font", type: "font/woff2", href: `/${file}`, crossorigin: "" },
            injectTo: "head" as const,
          })),
    },
  };
}
