/** Where the person is. `path` is the address it stands for; `name` decides which page is shown. */
export type Route =
  | { name: "home" }
  | { name: "thread"; session: string; at?: number }
  | { name: "approvals" }
  | { name: "archived" }
  | { name: "channels" }
  | { name: "settings"; section: SettingsSection }
  | { name: "setup" }
  | { name: "login" }
  | { name: "not-found"; path: string };

export const SETTINGS_SECTIONS = ["models", "appearance", "access", "about"] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

/** Address of a route, for links. */
export function href(route: Route): string {
  switch (route.name) {
    case "home":
      return "/";
    case "thread":
      return `/t/${encodeURIComponent(route.session)}${route.at === undefined ? "" : `?at=${route.at}`}`;
    case "settings":
      return route.section === "models" ? "/settings" : `/settings/${route.section}`;
    case "not-found":
      return route.path;
    default:
      return `/${route.name}`;
  }
}

/** What an address shows. Never fails: what is unknown is `not-found`. */
export function match(url: Pick<URL, "pathname" | "searchParams">): Route {
  const [first = "", second, ...more] = url.pathname.replace(/^\/+|\/+$/g, "").split("/");
  if (more.length === 0) {
    if (first === "" && second === undefined) return { name: "home" };
    if (first === "t" && second) return thread(second, url.searchParams.get("at"));
    if (first === "settings" && isSection(second ?? "models")) return { name: "settings", section: (second ?? "models") as SettingsSection };
    if (second === undefined && (first === "approvals" || first === "archived" || first === "channels" || first === "setup" || first === "login"))
      return { name: first };
  }
  return { name: "not-found", path: url.pathname };
}

function thread(encoded: string, at: string | null): Route {
  try {
    const session = decodeURIComponent(encoded);
    return at !== null && /^[1-9]\d{0,14}$/.test(at) ? { name: "thread", session, at: Number(at) } : { name: "thread", session };
  } catch {
    // Not an encoding that any link of ours has.
    return { name: "not-found", path: `/t/${encoded}` };
  }
}

function isSection(value: string): value is SettingsSection {
  return (SETTINGS_SECTIONS as readonly string[]).includes(value);
}
