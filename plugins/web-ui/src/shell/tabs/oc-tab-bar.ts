import { consume } from "@lit/context";
import type { Attention, WorkspaceInfo } from "@open-cowork/shared";
import { css, html, LitElement, nothing } from "lit";
import { state } from "lit/decorators.js";
import { attentionContext, routeContext, workspaceContext } from "../../data/contexts.js";
import { t } from "../../i18n/t.js";
import { href, type Route } from "../../router/routes.js";
import { baseStyles } from "../../styles/base.js";
import type { IconName } from "../../ui/icon/icons.js";

/**
 * The lower bar of a phone.
 * @fires oc-drawer - the person asks for the thread list
 */
export class OcTabBar extends LitElement {
  static override styles = [
    baseStyles,
    css`
      nav {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: 1fr;
        min-block-size: var(--oc-tabbar-height);
        padding-block-end: env(safe-area-inset-bottom);
        border-block-start: 1px solid var(--oc-line);
        background: var(--oc-rail);
      }
      .tab {
        position: relative;
        display: flex;
        flex-direction: column;
        align-items: center;
        justify-content: center;
        gap: 3px;
        font-size: 0.6875rem;
        font-weight: 500;
        line-height: 1.3;
        color: var(--oc-text-3);
      }
      .tab[aria-current] {
        color: var(--oc-accent);
      }
      .tab:focus-visible {
        outline-offset: -3px;
      }
      oc-icon {
        font-size: 20px;
      }
      .n {
        position: absolute;
        inset-block-start: 5px;
        inset-inline-start: calc(50% + 5px);
        min-inline-size: 17px;
        padding-inline: 4px;
        border: 2px solid var(--oc-rail);
        border-radius: 10px;
        background: var(--oc-warn-soft);
        color: var(--oc-warn);
        font-size: 0.625rem;
        font-weight: 650;
        line-height: 14px;
        text-align: center;
      }
      @media (max-height: 460px) {
        nav {
          display: none;
        }
      }
    `,
  ];

  @consume({ context: routeContext, subscribe: true }) @state() private route!: Route;
  @consume({ context: workspaceContext, subscribe: true }) @state() private workspace: WorkspaceInfo | undefined;
  @consume({ context: attentionContext, subscribe: true }) @state() private attention: readonly Attention[] | undefined;

  override render() {
    const can = (capability: string) => this.workspace?.capabilities.includes(capability) ?? true;
    return html`<nav aria-label=${t("rail.label")}>
      ${can("sessions") ? this.#threads() : this.#tab({ name: "channels" }, "agent", t("rail.channels"))}
      ${this.#tab({ name: "settings", section: can("model-providers") ? "models" : "appearance" }, "settings", t("rail.settings"))}
    </nav>`;
  }

  #threads() {
    const waiting = this.attention?.length ?? 0;
    return html`
      ${this.#tab({ name: "home" }, "home", t("tab.home"))}
      <button type="button" class="tab" aria-haspopup="dialog" aria-current=${this.route.name === "thread" ? "true" : nothing} @click=${this.#openDrawer}>
        <oc-icon name="thread"></oc-icon>${t("tab.threads")}
      </button>
      ${this.#tab({ name: "approvals" }, "shield", t("rail.approvals"), waiting)}
    `;
  }

  #tab(route: Route, icon: IconName, label: string, count = 0) {
    return html`<a
      class="tab"
      href=${href(route)}
      aria-current=${this.route.name === route.name ? "page" : nothing}
    >
      <oc-icon name=${icon}></oc-icon><span>${label}${count > 0 ? html`<span class="n" aria-hidden="true">${count}</span><span class="sr">, ${t("rail.waiting", { count })}</span>` : nothing}</span>
    </a>`;
  }

  #openDrawer(): void {
    this.dispatchEvent(new CustomEvent("oc-drawer"));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-tab-bar": OcTabBar;
  }
}
