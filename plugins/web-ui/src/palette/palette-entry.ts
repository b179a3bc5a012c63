import type { IconName } from "../ui/icon/icons.js";

/** One line of the palette. */
export interface PaletteEntry {
  id: string;
  group: "recent" | "threads" | "commands" | "settings" | "said";
  label: string;
  /** Quieter text at the end of the line, such as where something was said. */
  detail?: string;
  icon: IconName;
  keys?: string;
  /** Leads to an address, … */
  href?: string;
  /** … or does something. */
  run?: () => void;
  /** Other words that find it. */
  also?: string;
}
