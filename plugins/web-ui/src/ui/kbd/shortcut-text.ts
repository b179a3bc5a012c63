const MAC: Record<string, string> = { mod: "⌘", alt: "⌥", shift: "⇧", ctrl: "⌃" };
const OTHER: Record<string, string> = { mod: "Ctrl", alt: "Alt", shift: "Shift", ctrl: "Ctrl" };
const NAMES: Record<string, string> = { enter: "↵", escape: "Esc", arrowup: "↑", arrowdown: "↓", arrowleft: "←", arrowright: "→" };

/** Whether `mod` is the command key here. */
export function isMac(platform: string = globalThis.navigator?.platform ?? ""): boolean {
  return /mac|iphone|ipad/i.test(platform);
}

/** The caps to draw for a shortcut such as `mod+shift+k`: `["⌘", "⇧", "K"]` on a Mac, `["Ctrl", "Shift", "K"]` elsewhere. */
export function shortcutText(keys: string, mac = isMac()): string[] {
  return keys.split("+").map((key) => {
    const lower = key.toLowerCase();
    return (mac ? MAC : OTHER)[lower] ?? NAMES[lower] ?? (key.length === 1 ? key.toUpperCase() : key);
  });
}

/** Whether a key press is the shortcut. `mod` is ⌘ on a Mac and Ctrl elsewhere; modifiers that are not named must be up (shift is free for signs such as `?`). */
export function isShortcut(event: KeyboardEvent, keys: string, mac = isMac()): boolean {
  const parts = keys.toLowerCase().split("+");
  const key = parts.at(-1) ?? "";
  const wanted = new Set(parts.slice(0, -1));
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  if (mod !== wanted.has("mod") || other || event.altKey !== wanted.has("alt")) return false;
  if (event.shiftKey !== wanted.has("shift") && /^[a-z0-9]$|..+/.test(key)) return false;
  return event.key.toLowerCase() === key;
}
