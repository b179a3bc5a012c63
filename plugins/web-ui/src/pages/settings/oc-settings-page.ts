import { consume } from "@lit/context";
import type { WorkspaceInfo } from "@open-cowork/shared";
import { css, html, LitElement, nothing } from "lit";
import { state } from "lit/decorators.js";
import { routeContext, workspaceContext } from "../../data/contexts.js";
import { t } from "../../i18n/t.js";
import { href, type Route, SETTINGS_SECTIONS, type SettingsSection } from "../../router/routes.js";
import { baseStyles } from "../../styles/base.js";
import { pageStyles } from "../page.styles.js";

/** Settings, a section at each address. */
export class OcSettingsPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      nav {
        display: flex;
        gap: 22px;
        margin-block: 18px 32px;
        border-block-end: 1px solid var(--oc-line);
        overflow-x: auto;
        scrollbar-width: none;
      }
      nav a {
        padding: 8px 1px 9px;
        margin-block-end: -1px;
        border-block-end: 2px solid transparent;
        font-size: var(--oc-size-s);
        font-weight: 500;
        color: var(--oc-text-3);
        white-space: nowrap;
      }
      nav a:hover {
        color: var(--oc-text);
      }
      nav a[aria-current] {
        border-color: var(--oc-accent);
        color: var(--oc-text);
      }
      nav a:focus-visible {
        outline-offset: -2px;
      }
    `,
  ];

  @consume({ context: routeContext, subscribe: true }) @state() private route!: Route;
  @consume({ context: workspaceContext, subscribe: true }) @state() private workspace: WorkspaceInfo | undefined;

  override render() {
    const section = this.route.name === "settings" ? this.route.section : "models";
    return html`
      <oc-page-header bare></oc-page-header>
      <div class="scroll">
        <div class="column">
          <h1 class="page-title">${t("settings.title")}</h1>
          <nav aria-label=${t("settings.sections")}>
            ${SETTINGS_SECTIONS.filter((name) => this.#has(name)).map(
              (name) =>
                html`<a href=${href({ name: "settings", section: name })} aria-current=${name === section ? "page" : nothing}>${t(`settings.${name}`)}</a>`,
            )}
          </nav>
          ${this.#section(section)}
        </div>
      </div>
    `;
  }

  /** What the host cannot do is not shown. */
  #has(section: SettingsSection): boolean {
    const needed = section === "models" ? "model-providers" : section === "access" ? "tokens" : undefined;
    return needed === undefined || (this.workspace?.capabilities.includes(needed) ?? true);
  }

  #section(section: SettingsSection) {
    if (section === "models") return html`<oc-settings-models></oc-settings-models>`;
    if (section === "appearance") return html`<oc-settings-appearance></oc-settings-appearance>`;
    if (section === "access") return html`<oc-settings-logins></oc-settings-logins><oc-settings-tokens></oc-settings-tokens>`;
    return html`<oc-settings-about></oc-settings-about>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-settings-page": OcSettingsPage;
  }
}
