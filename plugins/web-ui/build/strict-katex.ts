import type { Plugin } from "vite";

const STYLE_AS_ATTRIBUTE = /node\.setAttribute\(attr, (this\.attributes\[attr\]|value)\)/g;
const OTHER_FONTS = /,url\([^)]+\) format\("(?:woff|truetype)"\)/g;

/**
 * KaTeX writes a few widths as style attributes, which the content policy refuses; as properties of the same elements it allows them.
 * Of each font only the file that every browser of today reads is kept.
 */
export function strictKatex(): Plugin {
  return {
    name: "open-cowork:strict-katex",
    enforce: "pre",
    transform(code, id) {
      if (/\/katex\/dist\/katex\.mjs$/.test(id)) {
        return { code: code.replace(STYLE_AS_ATTRIBUTE, 'attr === "style" ? (node.style.cssText = $1) : node.setAttribute(attr, $1)'), map: null };
      }
      return null;
    },
    load: {
      filter: { id: /katex\.min\.css/ },
      async handler(id) {
        const css = await this.fs.readFile(id.split("?")[0]!, { encoding: "utf8" });
        return { code: css.replace(OTHER_FONTS, ""), map: null };
      },
    },
  };
}
