import { consume } from "@lit/context";
import type { WorkspaceInfo } from "@open-cowork/shared";
import { css, html, LitElement, nothing } from "lit";
import { state } from "lit/decorators.js";
import { workspaceContext } from "../../data/contexts.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { pageStyles } from "../page.styles.js";

/** Chat channels: providers of this host where it has any, connections with their people, and messages that have not arrived. */
export class OcChannelsPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      .column {
        display: grid;
        gap: var(--oc-7);
      }
    `,
  ];

  @consume({ context: workspaceContext, subscribe: true }) @state() private workspace: WorkspaceInfo | undefined;

  override render() {
    const can = (capability: string) => this.workspace?.capabilities.includes(capability) ?? false;
    return html`
      <oc-page-header bare></oc-page-header>
      <div class="scroll">
        <div class="column">
          <div>
            <h1 class="page-title">${t("channels.title")}</h1>
            <p class="lead">${t("channels.lead")}</p>
          </div>
          ${can("channel-providers") ? html`<oc-chat-providers></oc-chat-providers>` : nothing}
          <oc-bindings .admin=${can("channel-admin")}></oc-bindings>
          <oc-deliveries></oc-deliveries>
        </div>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-channels-page": OcChannelsPage;
  }
}
