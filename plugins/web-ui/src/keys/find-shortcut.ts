import { isShortcut } from "../ui/kbd/shortcut-text.js";
import { SHORTCUTS, type ShortcutId } from "./shortcuts.js";
import { singleKeys } from "./single-keys.js";

/** The frame's shortcut that a key press means, if any. Plain letters mean nothing while the person writes, or with a dialog or menu open. */
export function findShortcut(event: KeyboardEvent): ShortcutId | undefined {
  if (event.defaultPrevented || event.isComposing || event.repeat) return undefined;
  for (const shortcut of SHORTCUTS) {
    if (shortcut.group !== "general") continue;
    for (const keys of shortcut.keys) if (isShortcut(event, keys) && (hasModifier(keys) || (singleKeys() && !isBusy(event)))) return shortcut.id;
  }
  return undefined;
}

function hasModifier(keys: string): boolean {
  return /^(mod|alt|ctrl)\+/.test(keys);
}

function isBusy(event: KeyboardEvent): boolean {
  return event
    .composedPath()
    .some((node) => node instanceof HTMLElement && (node.isContentEditable || node.matches("input, textarea, select, dialog, [popover], [role=menu]")));
}
