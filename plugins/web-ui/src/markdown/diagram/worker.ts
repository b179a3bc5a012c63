import type { DrawingRequest } from "./draw.js";

// The layout engine takes a worker without a document for one of its own and would answer our messages; and `self` is put back after it has begun,
// which a worker's own would refuse.
Object.assign(globalThis, { document: {} });
Object.defineProperty(globalThis, "self", { value: globalThis, writable: true, configurable: true });

addEventListener("message", async ({ data: { id, code, ink, accent, paper } }: MessageEvent<DrawingRequest & { id: number }>) => {
  let svg: string | undefined;
  try {
    const { renderMermaidSVG } = await import("beautiful-mermaid");
    svg = withoutImports(renderMermaidSVG(code, { fg: ink, bg: paper, accent, muted: ink, transparent: true, font: "Inter" }));
  } catch {
    // A kind of diagram that is not known, or a mistake in it.
  }
  postMessage({ id, svg });
});

/** A picture loads nothing, so a font that it asks for by address would not come. */
function withoutImports(svg: string): string {
  return svg.replace(/@import url\([^)]*\);/g, "");
}
