import type { SearchHit, SessionSummary } from "@open-cowork/shared";
import type { ThemeChoice } from "../data/contexts.js";
import { THEMES } from "../data/theme.js";
import { threadTitle } from "../data/thread-actions.js";
import { t } from "../i18n/t.js";
import { moment } from "../i18n/time.js";
import { keysOf } from "../keys/shortcuts.js";
import { href, SETTINGS_SECTIONS } from "../router/routes.js";
import type { PaletteEntry } from "./palette-entry.js";

export function threadEntry(thread: SessionSummary, now: number): PaletteEntry {
  return {
    id: `thread-${thread.id}`,
    group: "threads",
    label: threadTitle(thread),
    detail: moment(thread.activeAt, now),
    icon: thread.pinned ? "pin" : "thread",
    href: href({ name: "thread", session: thread.id }),
  };
}

export function hitEntry(hit: SearchHit): PaletteEntry {
  return {
    id: `hit-${hit.session}-${hit.seq}`,
    group: "said",
    label: plain(hit.snippet) || threadTitle(hit),
    detail: threadTitle(hit),
    icon: "search",
    href: href({ name: "thread", session: hit.session, ...(hit.seq > 0 && { at: hit.seq }) }),
  };
}

export interface CommandPorts {
  /** Whether the host can do something. */
  can: (capability: string) => boolean;
  theme: ThemeChoice;
  showShortcuts: () => void;
  signOut: () => void;
}

/** What can be done from anywhere. */
export function commandEntries({ can, theme, showShortcuts, signOut }: CommandPorts): PaletteEntry[] {
  return [
    ...(can("sessions") ? threadCommands() : []),
    ...(can("channels") ? [{ id: "channels", group: "commands", label: t("rail.channels"), icon: "agent", href: "/channels", also: "chat" } as const] : []),
    { id: "shortcuts", group: "commands", label: t("palette.shortcuts"), icon: "keyboard", keys: keysOf("sheet"), run: showShortcuts, also: "keys help" },
    ...SETTINGS_SECTIONS.map(
      (section): PaletteEntry => ({
        id: `settings-${section}`,
        group: "settings",
        label: t(`settings.${section}`),
        detail: t("settings.title"),
        icon: "settings",
        href: href({ name: "settings", section }),
        also: t("settings.title"),
      }),
    ),
    ...(can("model-providers") ? [addModel()] : []),
    ...THEMES.filter((name) => name !== theme.chosen).map(
      (name): PaletteEntry => ({
        id: `theme-${name}`,
        group: "settings",
        label: t("palette.theme", { name: t(`appearance.${name}`) }),
        icon: name === "paper" ? "sun" : name === "ink" ? "moon" : "monitor",
        run: () => theme.choose(name),
        also: "theme",
      }),
    ),
    { id: "sign-out", group: "settings", label: t("palette.signOut"), icon: "sign-out", run: signOut },
  ];
}

function addModel(): PaletteEntry {
  return { id: "add-model", group: "settings", label: t("setup.addTitle"), icon: "plus", href: "/setup", also: "key anthropic openai openrouter ollama" };
}

function threadCommands(): PaletteEntry[] {
  return [
    { id: "new", group: "commands", label: t("rail.newThread"), icon: "new", keys: keysOf("new"), href: "/" },
    { id: "approvals", group: "commands", label: t("rail.approvals"), icon: "shield", keys: keysOf("approvals"), href: "/approvals" },
    { id: "archived", group: "commands", label: t("rail.archived"), icon: "archive", href: "/archived" },
  ];
}

/** Search snippets may carry highlight marks; the palette shows the words alone. */
function plain(snippet: string): string {
  return snippet
    .replace(/<\/?(b|em|mark)>/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
