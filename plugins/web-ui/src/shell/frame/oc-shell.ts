import { consume, provide } from "@lit/context";
import type { SessionSummary, WorkspaceInfo } from "@open-cowork/shared";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { pageTitle } from "../../app/document-title.js";
import { type Frame, frameContext, routeContext, routerContext, sessionsContext, toasterContext, workspaceContext } from "../../data/contexts.js";
import { MediaController, NARROW } from "../../data/media-controller.js";
import type { Toaster } from "../../data/toaster.js";
import { t } from "../../i18n/t.js";
import { findShortcut } from "../../keys/find-shortcut.js";
import type { ShortcutId } from "../../keys/shortcuts.js";
import type { Router } from "../../router/router.js";
import type { Route } from "../../router/routes.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";
import { shellStyles } from "./oc-shell.styles.js";
import { isLoaded, loadPage, renderPage } from "./pages.js";

const COLLAPSED = "oc.rail";

/**
 * The frame of the workspace: rail (a drawer on a phone), banner, page, tab bar, palette and shortcuts. After a navigation the focus goes to
 * the new page, unless the page takes it itself (`autofocus` of the composer), and its name is announced.
 */
export class OcShell extends LitElement {
  static override styles = [baseStyles, buttonStyles, shellStyles];

  readonly #narrow = new MediaController(this, NARROW);

  @query("main") private main!: HTMLElement;
  @query("dialog.drawer") private drawer!: HTMLDialogElement | null;

  @consume({ context: routerContext }) private router!: Router;
  @consume({ context: toasterContext }) private toaster!: Toaster;
  @consume({ context: routeContext, subscribe: true }) @state() private route!: Route;
  @consume({ context: sessionsContext, subscribe: true }) @state() private sessions: readonly SessionSummary[] | undefined;
  @consume({ context: workspaceContext, subscribe: true }) @state() private workspace: WorkspaceInfo | undefined;
  /** First run: nothing but the page, since there is nowhere to go yet. */
  @property({ type: Boolean, reflect: true }) alone = false;
  @property({ type: Boolean, reflect: true }) collapsed = localStorage.getItem(COLLAPSED) === "hidden";
  @state() private overlay: "palette" | "sheet" | undefined;
  @state() private loadError: unknown;
  @state() private announcement = "";
  @provide({ context: frameContext }) @state() protected frame: Frame;

  constructor() {
    super();
    this.frame = this.#newFrame();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("keydown", this.#pressed);
    this.toaster.addEventListener("change", this.#told);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("keydown", this.#pressed);
    this.toaster.removeEventListener("change", this.#told);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("route")) void this.#load();
    this.alone = this.workspace?.ready === false && this.route.name === "setup";
    if (this.frame.narrow !== this.#narrow.matches || this.frame.railCollapsed !== (this.collapsed && !this.alone)) this.frame = this.#newFrame();
  }

  protected override firstUpdated(): void {
    const idle = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 300));
    idle(() => void prefetch());
  }

  protected override updated(changed: PropertyValues): void {
    const before = changed.get("route") as Route | undefined;
    if (before && before !== this.route) void this.#arrived(before);
  }

  override render() {
    const narrow = this.#narrow.matches;
    const { alone } = this;
    return html`
      <nav class="skip" aria-label=${t("skip.label")}><button type="button" class="btn" @click=${this.#skip}>${t("skip.main")}</button></nav>
      ${narrow || alone ? nothing : html`<oc-rail></oc-rail>`}
      <oc-banner></oc-banner>
      <main id="main" tabindex="-1" aria-label=${pageTitle(this.route, this.sessions) || nothing}>${this.#page()}</main>
      ${narrow && !alone ? html`<oc-tab-bar @oc-drawer=${this.#openDrawer}></oc-tab-bar>` : nothing}
      ${
        narrow && !alone
          ? html`<dialog class="drawer" aria-label=${t("rail.label")} @click=${this.#drawerClicked}>
            <oc-rail drawer @oc-close-drawer=${this.#closeDrawer}></oc-rail>
          </dialog>`
          : nothing
      }
      ${this.overlay === "palette" ? html`<oc-palette @oc-closed=${this.#closeOverlay} @oc-show-shortcuts=${() => this.#show("sheet")}></oc-palette>` : nothing}
      ${this.overlay === "sheet" ? html`<oc-shortcut-sheet @oc-closed=${this.#closeOverlay}></oc-shortcut-sheet>` : nothing}
      <div class="sr" role="status">${this.announcement}</div>
    `;
  }

  #page() {
    if (this.loadError) {
      return html`<oc-error .error=${this.loadError} heading=${t("error.page")} retry @oc-retry=${() => location.reload()}>${t("error.pageNext")}</oc-error>`;
    }
    return isLoaded(this.route.name) ? renderPage(this.route) : html`<oc-skeleton lines="5"></oc-skeleton>`;
  }

  readonly #load = async (): Promise<void> => {
    const { name } = this.route;
    this.loadError = undefined;
    if (isLoaded(name)) return;
    try {
      await loadPage(name);
    } catch (cause) {
      if (this.route.name === name) this.loadError = cause;
    }
    this.requestUpdate();
  };

  async #arrived(before: Route): Promise<void> {
    this.#closeDrawer();
    await this.updateComplete;
    const moved = before.name !== this.route.name || this.route.name === "thread";
    if (!moved) return;
    this.announcement = pageTitle(this.route, this.sessions);
    const active = this.shadowRoot?.activeElement;
    if (!active || !this.main.contains(active)) this.main.focus({ preventScroll: true });
  }

  #newFrame(): Frame {
    return {
      railCollapsed: this.collapsed && !this.alone,
      narrow: this.#narrow.matches,
      toggleRail: this.#toggleRail,
      openDrawer: this.#openDrawer,
      openPalette: () => this.#show("palette"),
    };
  }

  readonly #toggleRail = (): void => {
    if (this.#narrow.matches) {
      this.#openDrawer();
      return;
    }
    this.collapsed = !this.collapsed;
    localStorage.setItem(COLLAPSED, this.collapsed ? "hidden" : "shown");
  };
  readonly #openDrawer = (): void => {
    if (this.drawer && !this.drawer.open) this.drawer.showModal();
  };
  readonly #closeDrawer = (): void => this.drawer?.close();
  #drawerClicked(event: MouseEvent): void {
    if (event.target === this.drawer) this.#closeDrawer();
  }

  /** Beside an open modal dialog a message could not be pressed. */
  readonly #told = (): void => {
    if (this.toaster.items.length > 0) this.#closeDrawer();
  };

  #show(overlay: "palette" | "sheet"): void {
    this.#closeDrawer();
    this.overlay = overlay;
    void (overlay === "palette" ? import("../../palette/define.js") : import("../../keys/sheet/define.js"));
  }
  #closeOverlay(): void {
    this.overlay = undefined;
  }

  #skip(): void {
    this.main.focus();
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const id = findShortcut(event);
    if (!id) return;
    event.preventDefault();
    this.#act(id);
  };

  #act(id: ShortcutId): void {
    if (id === "palette") this.overlay === "palette" ? this.#closeOverlay() : this.#show("palette");
    else if (id === "sheet") this.#show("sheet");
    else if (id === "rail") this.#toggleRail();
    else if (id === "new") this.#newThread();
    else if (id === "home") this.router.go({ name: "home" });
    else if (id === "approvals") this.router.go({ name: "approvals" });
    else if (id === "settings") this.router.go({ name: "settings", section: "models" });
    else if (id === "next") this.#step(1);
    else if (id === "previous") this.#step(-1);
  }

  #newThread(): void {
    if (this.route.name === "home") this.main.querySelector<HTMLElement>("oc-home-page")?.focus();
    else this.router.go({ name: "home" });
  }

  /** To the thread below or above in the list. */
  #step(by: 1 | -1): void {
    const threads = this.sessions ?? [];
    const at = this.route.name === "thread" ? threads.findIndex((thread) => thread.id === (this.route as { session: string }).session) : -1;
    const to = threads[at === -1 ? (by === 1 ? 0 : threads.length - 1) : at + by];
    if (to) this.router.go({ name: "thread", session: to.id });
  }
}

/** What is likely to be wanted next. When it cannot be loaded now, whoever needs it asks again. */
async function prefetch(): Promise<void> {
  await Promise.allSettled([loadPage("thread"), loadPage("home"), import("../../palette/define.js")]);
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-shell": OcShell;
  }
}
