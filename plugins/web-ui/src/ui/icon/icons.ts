import { firstIcons } from "./first-icons.js";
import type { IconNode } from "./icon-node.js";
import type { pageIcons } from "./page-icons.js";

export type { IconNode } from "./icon-node.js";

/** Icons by what they mean here. Only these are in the bundle; an element with an icon of its own passes it to `oc-icon` as `.node`. */
export type IconName = keyof typeof firstIcons | keyof typeof pageIcons;

let icons: Partial<Record<IconName, IconNode>> = firstIcons;

/** Adds the icons of a page that is loaded on demand; its `define.ts` calls this before anything of it is drawn. */
export function addIcons(more: Partial<Record<IconName, IconNode>>): void {
  icons = { ...icons, ...more };
}

export function iconOf(name: IconName): IconNode | undefined {
  return icons[name];
}
