import css from "katex/dist/katex.min.css?inline";

/** KaTeX's rules for one shadow root. Its fonts belong to the document: a shadow root's font faces are not looked at. */
export function katexSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const fonts = new CSSStyleSheet();
  for (const rule of sheet.cssRules) if (rule instanceof CSSFontFaceRule) fonts.insertRule(rule.cssText);
  document.adoptedStyleSheets.push(fonts);
  return sheet;
}
