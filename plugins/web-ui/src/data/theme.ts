/** system follows the device; paper is light, ink is dark. */
export type Theme = "system" | "paper" | "ink";
export const THEMES: readonly Theme[] = ["system", "paper", "ink"];

const KEY = "oc.theme";
const BAR = { paper: "#faf7f1", ink: "#1b1c20" } as const;
const MEDIA = { paper: "(prefers-color-scheme: light)", ink: "(prefers-color-scheme: dark)" } as const;

/** The choice of this browser. `public/theme.js` applies the same before the first paint. */
export function chosenTheme(): Theme {
  const theme = localStorage.getItem(KEY);
  return theme === "paper" || theme === "ink" ? theme : "system";
}

export function chooseTheme(theme: Theme): void {
  if (theme === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const own = meta.media === MEDIA.ink ? "ink" : "paper";
    meta.content = BAR[theme === "system" ? own : theme];
  }
}
