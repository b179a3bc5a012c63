export type Placement = "bottom-start" | "bottom-end" | "top-start" | "top-end" | "bottom" | "top";

const GAP = 6;
const EDGE = 8;

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * Where a floating panel goes, in pixels of the viewport: on the wanted side of the anchor, on the other when it does not fit there,
 * and always inside the viewport. `start` and `end` follow the writing direction.
 */
export function place(anchor: Box, panel: { width: number; height: number }, view: { width: number; height: number }, placement: Placement, rtl = false) {
  const [side, align] = placement.split("-") as ["top" | "bottom", "start" | "end" | undefined];
  const below = anchor.top + anchor.height + GAP;
  const above = anchor.top - GAP - panel.height;
  const fitsBelow = below + panel.height <= view.height - EDGE;
  const fitsAbove = above >= EDGE;
  const top = side === "bottom" ? (fitsBelow || !fitsAbove ? below : above) : fitsAbove || !fitsBelow ? above : below;

  const leftAligned = anchor.left;
  const rightAligned = anchor.left + anchor.width - panel.width;
  const centred = anchor.left + (anchor.width - panel.width) / 2;
  const left = align === undefined ? centred : (align === "start") !== rtl ? leftAligned : rightAligned;

  return { left: clamp(left, EDGE, view.width - panel.width - EDGE), top: clamp(top, EDGE, view.height - panel.height - EDGE) };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
