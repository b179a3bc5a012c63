import type { Attention, SessionSummary, WorkspaceInfo } from "@open-cowork/shared";
import { threadTitle } from "../data/thread-actions.js";
import { t } from "../i18n/t.js";
import type { Route } from "../router/routes.js";

export interface TitleFacts {
  workspace?: WorkspaceInfo;
  sessions?: readonly SessionSummary[];
  attention?: readonly Attention[];
}

/** Title of the tab: how much waits, the page, the workspace. */
export function documentTitle(route: Route, facts: TitleFacts): string {
  const product = facts.workspace?.name ?? "Open Cowork";
  const page = pageTitle(route, facts.sessions);
  const waiting = facts.attention?.length ?? 0;
  return `${waiting > 0 && route.name !== "login" ? `(${waiting}) ` : ""}${page ? `${page} · ` : ""}${product}`;
}

/** Name of a page, for the header of a phone, the tab and the announcement after a navigation. */
export function pageTitle(route: Route, sessions?: readonly SessionSummary[]): string {
  switch (route.name) {
    case "home":
      return t("page.home");
    case "thread": {
      const thread = sessions?.find((session) => session.id === route.session);
      return thread ? threadTitle(thread) : "";
    }
    case "approvals":
      return t("approvals.title");
    case "archived":
      return t("archived.title");
    case "channels":
      return t("rail.channels");
    case "settings":
      return t("rail.settings");
    case "setup":
      return t("page.setup");
    case "login":
      return t("login.title");
    default:
      return t("notFound.title");
  }
}
