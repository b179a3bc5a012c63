import type { Anchor } from "./window-controller.js";

const REMEMBERED = 100;
const positions = new Map<string, Anchor>();

/** Keeps where the reader was in a thread, until the page is left; undefined (the end) forgets it. */
export function rememberPosition(session: string, anchor: Anchor | undefined): void {
  positions.delete(session);
  if (!anchor) return;
  positions.set(session, anchor);
  if (positions.size > REMEMBERED) positions.delete(positions.keys().next().value!);
}

export function rememberedPosition(session: string): Anchor | undefined {
  return positions.get(session);
}
