import { consume } from "@lit/context";
import type { Me, WorkspaceInfo } from "@open-cowork/shared";
import { css, html, LitElement, nothing } from "lit";
import { state } from "lit/decorators.js";
import { type Connection, connectionContext, meContext, workspaceContext } from "../../../data/contexts.js";
import { productName } from "../../../data/product-name.js";
import { language, t } from "../../../i18n/t.js";
import { baseStyles } from "../../../styles/base.js";
import { sectionStyles } from "../section.styles.js";

/** What runs here, and whether it answers. */
export class OcSettingsAbout extends LitElement {
  static override styles = [
    baseStyles,
    sectionStyles,
    css`
      dl {
        border-block-end: 1px solid var(--oc-line);
        font-size: 0.875rem;
      }
      dl > div {
        display: grid;
        grid-template-columns: minmax(120px, 180px) minmax(0, 1fr);
        gap: var(--oc-4);
        padding: 10px 4px;
        border-block-start: 1px solid var(--oc-line);
      }
      dt {
        color: var(--oc-text-3);
      }
      dd {
        overflow-wrap: anywhere;
      }
      .dot {
        display: inline-block;
        inline-size: 7px;
        block-size: 7px;
        margin-inline-end: 8px;
        border-radius: 50%;
        vertical-align: 0.09em;
        background: var(--oc-warn);
      }
      .dot.live {
        background: var(--oc-ok);
      }
      .licence {
        margin-block-start: 16px;
        font-size: var(--oc-size-xs);
        color: var(--oc-text-3);
      }
      a {
        text-decoration: underline;
        text-decoration-color: var(--oc-line-strong);
        text-underline-offset: 3px;
      }
    `,
  ];

  @consume({ context: workspaceContext, subscribe: true }) @state() private workspace: WorkspaceInfo | undefined;
  @consume({ context: meContext, subscribe: true }) @state() private me: Me | undefined;
  @consume({ context: connectionContext, subscribe: true }) @state() private connection!: Connection;

  override render() {
    const workspace = this.workspace;
    if (!workspace) return nothing;
    const { state } = this.connection;
    return html`<section aria-labelledby="heading">
      <div class="head">
        <div>
          <h2 id="heading">${productName(workspace.product)}</h2>
          <p>${t("about.lead")}</p>
        </div>
      </div>
      <dl>
        ${fact(t("about.version"), workspace.version)} ${fact(t("about.workspace"), workspace.name)}
        ${fact(t("about.you"), [...new Set(this.me ? [this.me.actor.name, t(`role.${this.me.role}`)] : [])].join(", "))}
        ${fact(
          t("about.connection"),
          html`<span class="dot ${state}"></span>${t(state === "live" ? "about.live" : state === "offline" ? "about.offline" : "about.reconnecting")}`,
        )}
        ${fact(t("about.limits"), bytes(workspace.limits.attachmentBytes))}
        ${workspace.capabilities.length > 0 ? fact(t("about.capabilities"), workspace.capabilities.join(", ")) : nothing}
        ${fact(t("about.api"), html`<a href="/api/docs" target="_blank" rel="noopener">/api/docs</a>`)}
      </dl>
      <p class="licence">${t("about.licence")}</p>
    </section>`;
  }
}

function fact(name: string, value: unknown) {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function bytes(count: number): string {
  const mega = count >= 1024 * 1024;
  return new Intl.NumberFormat(language(), { style: "unit", unit: mega ? "megabyte" : "kilobyte", maximumFractionDigits: 0 }).format(
    count / (mega ? 1024 * 1024 : 1024),
  );
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-settings-about": OcSettingsAbout;
  }
}
