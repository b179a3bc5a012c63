import { createContext } from "@lit/context";
import type { CloudClient } from "@open-cowork/cloud-client";
import type { Attention, Catalog, Me, SessionSummary, WorkspaceInfo } from "@open-cowork/shared";
import type { Router } from "../router/router.js";
import type { Route } from "../router/routes.js";
import type { Theme } from "./theme.js";
import type { ThreadActions } from "./thread-actions.js";
import type { Toaster } from "./toaster.js";

// Narrow contexts: an element asks for what it shows and is drawn again only when that changes. All are provided by `oc-app`;
// inside the shell the workspace and the person are known, so only what is still on its way is undefined.

/** The protocol's client of this origin. */
export const clientContext = createContext<CloudClient>("oc.client");
export const routerContext = createContext<Router>("oc.router");
export const routeContext = createContext<Route>("oc.route");
export const toasterContext = createContext<Toaster>("oc.toaster");
/** What can be done to a thread, with its confirmations and undo. */
export const threadActionsContext = createContext<ThreadActions>("oc.thread-actions");

export const workspaceContext = createContext<WorkspaceInfo | undefined>("oc.workspace");
export const meContext = createContext<Me | undefined>("oc.me");
/** Agents and models to choose from; read again when the settings change. */
export const catalogContext = createContext<Catalog | undefined>("oc.catalog");

/** The thread list, pinned first, then newest activity; undefined until it was read. A new array after each change. */
export const sessionsContext = createContext<readonly SessionSummary[] | undefined>("oc.sessions");
/** Open approvals and questions of all threads, oldest first; undefined until they were read. */
export const attentionContext = createContext<readonly Attention[] | undefined>("oc.attention");

export interface Connection {
  state: "connecting" | "live" | "reconnecting" | "offline";
  /** Tries at once instead of waiting. */
  retry: () => void;
}
export const connectionContext = createContext<Connection>("oc.connection");

export interface ThemeChoice {
  chosen: Theme;
  choose: (theme: Theme) => void;
}
export const themeContext = createContext<ThemeChoice>("oc.theme");

/** The frame's parts that a page may move. */
export interface Frame {
  railCollapsed: boolean;
  /** On a phone, where the rail is a drawer. */
  narrow: boolean;
  toggleRail: () => void;
  openDrawer: () => void;
  openPalette: () => void;
}
export const frameContext = createContext<Frame>("oc.frame");

/** Reads workspace, catalogue and limits again, after something of the settings was changed here. */
export const settingsContext = createContext<() => Promise<void>>("oc.settings");
