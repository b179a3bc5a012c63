import type { Pane } from "./render-pane.js";

const KEY = "oc.panes";
const REMEMBERED = 50;
/** Below this a pane lies over the thread; whoever comes back wants the thread. */
const BESIDE = "(min-width: 1081px)";

/** What stood beside a thread when it was left, in this window; survives a reload. */
export function keptPane(session: string): Pane | undefined {
  return matchMedia(BESIDE).matches ? read().find(([id]) => id === session)?.[1] : undefined;
}

export function keepPane(session: string, pane: Pane | undefined): void {
  const others = read().filter(([id]) => id !== session);
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...(pane ? [[session, pane]] : []), ...others].slice(0, REMEMBERED)));
  } catch {
    // Storage is full or blocked: the pane is opened again by hand.
  }
}

function read(): [session: string, pane: Pane][] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as [string, Pane][];
  } catch {
    // Written by something else, or storage is blocked.
    return [];
  }
}
