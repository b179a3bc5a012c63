import { provide } from "@lit/context";
import { CloudClient } from "@open-cowork/cloud-client";
import type { Attention, Catalog, Me, SessionSummary, WorkspaceInfo } from "@open-cowork/shared";
import { html, LitElement, nothing } from "lit";
import { state } from "lit/decorators.js";
import {
  attentionContext,
  type Connection,
  catalogContext,
  clientContext,
  connectionContext,
  meContext,
  routeContext,
  routerContext,
  sessionsContext,
  settingsContext,
  type ThemeChoice,
  themeContext,
  threadActionsContext,
  toasterContext,
  workspaceContext,
} from "../data/contexts.js";
import { chooseTheme, chosenTheme } from "../data/theme.js";
import { ThreadActions } from "../data/thread-actions.js";
import { Toaster } from "../data/toaster.js";
import { type Phase, WorkspaceStore } from "../data/workspace-store.js";
import { t } from "../i18n/t.js";
import { Router } from "../router/router.js";
import type { Route } from "../router/routes.js";
import { loadPage } from "../shell/frame/pages.js";
import { asAppError } from "../ui/error/describe-error.js";
import { documentTitle } from "./document-title.js";

/** The whole page: holds the stores, provides them as contexts, and chooses between sign-in, start-up failures and the workspace. */
export class OcApp extends LitElement {
  readonly #store = new WorkspaceStore(new CloudClient({ baseUrl: "" }));
  #wanted: string | undefined;

  @provide({ context: clientContext }) client = this.#store.client;
  @provide({ context: routerContext }) router = new Router();
  @provide({ context: toasterContext }) toaster = new Toaster();
  @provide({ context: settingsContext }) reloadSettings = () => this.#store.reloadSettings();
  @provide({ context: threadActionsContext }) threadActions = new ThreadActions({
    client: this.#store.client,
    toaster: this.toaster,
    merge: (summary) => this.#store.merge(summary),
    hide: (id, hidden) => this.#hide(id, hidden),
  });
  @provide({ context: routeContext }) @state() protected route: Route = this.router.route;
  @provide({ context: workspaceContext }) @state() protected workspace: WorkspaceInfo | undefined;
  @provide({ context: meContext }) @state() protected me: Me | undefined;
  @provide({ context: catalogContext }) @state() protected catalog: Catalog | undefined;
  @provide({ context: sessionsContext }) @state() protected sessions: readonly SessionSummary[] | undefined;
  @provide({ context: attentionContext }) @state() protected attention: readonly Attention[] | undefined;
  @provide({ context: connectionContext }) @state() protected connection: Connection = this.#store.connection;
  @provide({ context: themeContext }) @state() protected theme: ThemeChoice = { chosen: chosenTheme(), choose: (theme) => this.#chooseTheme(theme) };
  @state() protected phase: Phase = "starting";
  /** The code of the page could not be loaded. */
  @state() private broken = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.router.addEventListener("change", this.#routed);
    this.#store.addEventListener("change", this.#stored);
    this.router.start();
    // A sign-in link is exchanged first: asking who is signed in would only be answered with a refusal.
    if (this.route.name === "login") this.phase = "signed-out";
    else void this.#store.start();
    // Beside the first answers of the server, not after them; the frame asks again for what did not arrive.
    loadPage(this.route.name).catch(() => undefined);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.router.removeEventListener("change", this.#routed);
    this.#store.removeEventListener("change", this.#stored);
    this.router.stop();
  }

  protected override willUpdate(): void {
    if (this.phase !== "ready" && this.phase !== "starting") import("../pages/outside.js").catch(() => (this.broken = true));
  }

  protected override updated(): void {
    document.title = documentTitle(this.phase === "ready" ? this.route : { name: "login" }, this.#store);
  }

  override render() {
    return html`${this.#page()}<oc-toasts .toaster=${this.toaster}></oc-toasts><oc-tooltip-layer></oc-tooltip-layer>`;
  }

  #page() {
    if (this.phase === "starting") return nothing;
    if (this.broken) return html`<main><p>${t("error.page")} ${t("error.pageNext")}</p></main>`;
    if (this.phase === "signed-out") return html`<oc-login-page .signIn=${this.#signIn}></oc-login-page>`;
    if (this.phase !== "ready")
      return html`<oc-start-page .error=${this.#store.error} .retrying=${this.phase === "unreachable"} @oc-retry=${this.#store.retry}></oc-start-page>`;
    return html`<oc-shell @oc-sign-out=${this.#signOut}></oc-shell>`;
  }

  readonly #routed = (): void => {
    this.route = this.router.route;
  };

  readonly #stored = (): void => {
    const { workspace, me, catalog, sessions, attention, connection, phase } = this.#store;
    if (phase === "signed-out" && this.phase !== "signed-out" && this.route.name !== "login") this.#askToSignIn();
    Object.assign(this, { workspace, me, catalog, sessions, attention, connection, phase });
    if (phase === "ready") this.#leaveLogin();
  };

  #askToSignIn(): void {
    this.#wanted = location.pathname + location.search;
    this.router.go({ name: "login" }, { replace: true });
  }

  /** From sign-in to where the person wanted to go; to the set-up while there is no model. */
  #leaveLogin(): void {
    if (this.route.name === "login") this.router.go(this.#wanted ?? "/", { replace: true });
    // A gateway has channels and settings, and no threads.
    if (this.workspace?.capabilities.includes("sessions") === false && !/^(chan|sett)/.test(this.route.name))
      this.router.go({ name: "channels" }, { replace: true });
    else if (this.workspace?.ready === false && this.route.name === "home") this.router.go({ name: "setup" }, { replace: true });
    this.#wanted = undefined;
  }

  readonly #signIn = (link: string): Promise<void> => this.#store.signIn(link);
  async #signOut(): Promise<void> {
    try {
      await this.#store.signOut();
    } catch (cause) {
      this.toaster.show({ text: t("signOut.failed", { reason: asAppError(cause).message }), tone: "alert" });
    }
  }

  #hide(id: string, hidden: boolean): void {
    this.#store.hide(id, hidden);
    const here = this.route.name === "thread" && this.route.session === id;
    if (hidden && here) this.router.go({ name: "home" }, { replace: true });
  }

  #chooseTheme(theme: ThemeChoice["chosen"]): void {
    chooseTheme(theme);
    this.theme = { ...this.theme, chosen: theme };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-app": OcApp;
  }
}
