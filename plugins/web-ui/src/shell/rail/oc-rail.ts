import { consume } from "@lit/context";
import type { Attention, WorkspaceInfo } from "@open-cowork/shared";
import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { attentionContext, type Frame, frameContext, routeContext, workspaceContext } from "../../data/contexts.js";
import { productShortName } from "../../data/product-name.js";
import { t } from "../../i18n/t.js";
import { keysOf } from "../../keys/shortcuts.js";
import { href, type Route } from "../../router/routes.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";
import type { IconName } from "../../ui/icon/icons.js";
import { railStyles } from "./oc-rail.styles.js";

/**
 * The left side: workspace, search, the few places to go, and the threads.
 * @fires oc-close-drawer - as a drawer, its close button was pressed
 */
export class OcRail extends LitElement {
  static override styles = [baseStyles, buttonStyles, railStyles];

  @consume({ context: workspaceContext, subscribe: true }) @state() private workspace: WorkspaceInfo | undefined;
  @consume({ context: routeContext, subscribe: true }) @state() private route!: Route;
  @consume({ context: attentionContext, subscribe: true }) @state() private attention: readonly Attention[] | undefined;
  @consume({ context: frameContext, subscribe: true }) @state() private frame!: Frame;
  /** Shown over the page of a phone. */
  @property({ type: Boolean, reflect: true }) drawer = false;

  override render() {
    const name = this.workspace?.name ?? "";
    const waiting = this.attention?.length ?? 0;
    const can = (capability: string) => this.workspace?.capabilities.includes(capability) ?? false;
    return html`<nav aria-label=${t("rail.label")}>
      <div class="top">
        <span class="mark" aria-hidden="true">${[...name][0]?.toUpperCase()}</span>
        <span class="name" title=${name}>${name}</span>
        <span class="mode">${productShortName(this.workspace?.product)}</span>
        ${
          this.drawer
            ? html`<button type="button" class="icon-btn" aria-label=${t("drawer.close")} @click=${this.#close}><oc-icon name="close"></oc-icon></button>`
            : html`<button
                type="button"
                class="icon-btn"
                aria-label=${t("rail.collapse")}
                data-tip=${t("rail.collapse")}
                data-keys=${keysOf("rail")}
                @click=${this.frame.toggleRail}
              >
                <oc-icon name="panel"></oc-icon>
              </button>`
        }
      </div>
      <button type="button" class="search" @click=${this.frame.openPalette} aria-haspopup="dialog">
        <oc-icon name="search"></oc-icon><span>${t("rail.search")}</span><oc-kbd keys=${keysOf("palette")}></oc-kbd>
      </button>
      <div>
        ${can("sessions") ? this.#threadLinks(waiting) : nothing}
        ${can("channels") ? this.#link({ name: "channels" }, "agent", t("rail.channels"), nothing) : nothing}
      </div>
      ${can("sessions") ? html`<oc-thread-list></oc-thread-list>` : html`<div class="space"></div>`}
      <div class="foot">${this.#link({ name: "settings", section: can("model-providers") ? "models" : "appearance" }, "settings", t("rail.settings"), nothing)}</div>
    </nav>`;
  }

  #threadLinks(waiting: number) {
    return html`${this.#link({ name: "home" }, "new", t("rail.newThread"), html`<oc-kbd keys=${keysOf("new")}></oc-kbd>`)}
      ${this.#link(
        { name: "approvals" },
        "shield",
        t("rail.approvals"),
        waiting > 0 ? html`<span class="n" aria-hidden="true">${waiting}</span><span class="sr">, ${t("rail.waiting", { count: waiting })}</span>` : nothing,
      )}`;
  }

  #link(route: Route, icon: IconName, label: string, end: unknown) {
    return html`<a class="nav" href=${href(route)} aria-current=${this.route.name === route.name ? "page" : nothing}>
      <oc-icon name=${icon}></oc-icon><span>${label}</span>${end}
    </a>`;
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent("oc-close-drawer"));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-rail": OcRail;
  }
}
