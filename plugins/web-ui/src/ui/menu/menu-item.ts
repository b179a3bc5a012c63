import type { IconName } from "../icon/icons.js";

/** A line of a menu, or a hairline between groups. */
export type MenuEntry = MenuItem | "separator";
export interface MenuItem {
  id: string;
  label: string;
  /** Second line, quieter. */
  detail?: string;
  icon?: IconName;
  /** Shortcut as in {@link ../kbd/shortcut-text.js}, shown at the end. */
  keys?: string;
  danger?: boolean;
  disabled?: boolean;
  /** Set on entries of a choice: `true` for the chosen one. */
  checked?: boolean;
}
