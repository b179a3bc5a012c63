/** The command palette. */
export const palette = {
  "palette.label": "Search and commands",
  "palette.placeholder": "Search threads, or type a command…",
  "palette.threads": "Threads",
  "palette.recent": "Recent",
  "palette.commands": "Commands",
  "palette.settings": "Settings",
  "palette.said": "Said in threads",
  "palette.none": "Nothing found for “{query}”.",
  "palette.searching": "Searching what was said…",
  "palette.searchFailed": "What was said could not be searched. {reason}",
  "palette.results": { one: "{count} result", other: "{count} results" },
  "palette.theme": "Appearance: {name}",
  "palette.shortcuts": "Keyboard shortcuts",
  "palette.signOut": "Sign out",
  "palette.askNew": "Ask in a new thread",
} as const;
