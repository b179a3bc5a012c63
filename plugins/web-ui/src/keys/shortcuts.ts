import type { MessageKey } from "../i18n/messages/english.js";

export interface Shortcut {
  id: string;
  label: Extract<MessageKey, `key.${string}`>;
  /** The first is shown in menus and tooltips. Keys without a modifier work only while nothing is being written. */
  keys: readonly string[];
  group: "general" | "thread" | "composer";
}

/** Every shortcut there is: the cheat-sheet shows this table. Those of `general` are answered by the frame, the others where they belong. */
export const SHORTCUTS = [
  { id: "palette", label: "key.palette", keys: ["mod+k"], group: "general" },
  { id: "new", label: "key.new", keys: ["c", "mod+n"], group: "general" },
  { id: "home", label: "key.home", keys: ["h"], group: "general" },
  { id: "approvals", label: "key.approvals", keys: ["a"], group: "general" },
  { id: "settings", label: "key.settings", keys: ["mod+,"], group: "general" },
  { id: "rail", label: "key.rail", keys: ["mod+b", "["], group: "general" },
  { id: "next", label: "key.next", keys: ["alt+arrowdown", "j"], group: "general" },
  { id: "previous", label: "key.previous", keys: ["alt+arrowup", "k"], group: "general" },
  { id: "sheet", label: "key.sheet", keys: ["mod+/", "?"], group: "general" },
  { id: "compose", label: "key.compose", keys: ["/"], group: "thread" },
  { id: "allowOnce", label: "key.allowOnce", keys: ["1"], group: "thread" },
  { id: "allowSession", label: "key.allowSession", keys: ["2"], group: "thread" },
  { id: "allowAlways", label: "key.allowAlways", keys: ["3"], group: "thread" },
  { id: "reject", label: "key.reject", keys: ["4"], group: "thread" },
  { id: "stop", label: "key.stop", keys: ["mod+."], group: "thread" },
  { id: "send", label: "key.send", keys: ["enter"], group: "composer" },
  { id: "newline", label: "key.newline", keys: ["shift+enter"], group: "composer" },
] as const satisfies readonly Shortcut[];

export type ShortcutId = (typeof SHORTCUTS)[number]["id"];

/** The keys to show for a shortcut. */
export function keysOf(id: ShortcutId): string {
  return SHORTCUTS.find((shortcut) => shortcut.id === id)?.keys[0] ?? "";
}
