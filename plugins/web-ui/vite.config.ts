import { defineConfig } from "vite";
import { firstFiles } from "./build/first-files.js";
import { lexerOfMarked } from "./build/lexer-of-marked.js";
import { minifyTemplates } from "./build/minify-templates.js";
import { offlineShell } from "./build/offline-shell.js";
import { precompress } from "./build/precompress.js";
import { preloadFonts } from "./build/preload-fonts.js";
import { strictKatex } from "./build/strict-katex.js";

/** The first screen is set in these; other alphabets load when a page needs them. */
const FIRST_FONTS = [/^inter-latin-wght-normal-/, /^newsreader-latin-wght-normal-/];

/** A person begins with the frame and a composer; a thread adds the other two. */
const files = firstFiles({
  frame: ["main.ts"],
  composer: ["composer/define.ts"],
  decision: ["approvals/approval-card/define.ts"],
  thread: ["thread/define.ts"],
});

export default defineConfig({
  root: import.meta.dirname,
  // Lit with legacy decorators: fields are assigned, and bare declarations vanish, so that accessors on the prototype stay visible.
  oxc: { decorator: { legacy: true }, typescript: { removeClassFieldsWithoutInitializer: true }, assumptions: { setPublicClassFields: true } },
  build: {
    outDir: "dist-ui",
    emptyOutDir: true,
    target: "es2022",
    // Data addresses would need font-src data: and defeat caching.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      treeshake: { manualPureFunctions: ["z"] },
      output: { codeSplitting: { groups: files.groups } },
    },
  },
  worker: { format: "es" },
  plugins: [files.plugin, lexerOfMarked(), strictKatex(), minifyTemplates(), preloadFonts(FIRST_FONTS), offlineShell(), precompress()],
});
