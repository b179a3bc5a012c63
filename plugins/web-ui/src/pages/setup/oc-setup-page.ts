import { consume } from "@lit/context";
import type { Me, ModelProvider, WorkspaceInfo } from "@open-cowork/shared";
import { css, html, LitElement, nothing } from "lit";
import { state } from "lit/decorators.js";
import { meContext, routerContext, settingsContext, toasterContext, workspaceContext } from "../../data/contexts.js";
import type { Toaster } from "../../data/toaster.js";
import { t } from "../../i18n/t.js";
import type { Router } from "../../router/router.js";
import { baseStyles } from "../../styles/base.js";
import { pageStyles } from "../page.styles.js";

/** First run: choose where answers come from, see one, begin. Also reached later, to add another provider. */
export class OcSetupPage extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      .column {
        max-inline-size: 560px;
        padding-block: min(5vh, 48px) 24px;
      }
      .mark {
        inline-size: 36px;
        margin-block-end: 18px;
      }
      .page-title {
        font-size: 2.125rem;
      }
      oc-model-form {
        margin-block-start: 28px;
      }
    `,
  ];

  @consume({ context: workspaceContext, subscribe: true }) @state() private workspace: WorkspaceInfo | undefined;
  @consume({ context: meContext, subscribe: true }) @state() private me: Me | undefined;
  @consume({ context: routerContext }) private router!: Router;
  @consume({ context: toasterContext }) private toaster!: Toaster;
  @consume({ context: settingsContext }) private reload!: () => Promise<void>;

  override render() {
    const first = this.workspace?.ready === false;
    return html`
      <oc-page-header bare></oc-page-header>
      <div class="scroll"><div class="column">${this.me && !this.me.permissions.includes("settings.write") ? this.#refused() : this.#form(first)}</div></div>
    `;
  }

  #form(first: boolean) {
    return html`
      ${first ? html`<img class="mark" src="/icon.svg" alt="" />` : nothing}
      <h1 class="page-title">${t(first ? "setup.title" : "setup.addTitle")}</h1>
      <p class="lead">${t(first ? "setup.lead" : "setup.addLead")}</p>
      <oc-model-form ?first=${first} @oc-model-saved=${this.#saved}></oc-model-form>
    `;
  }

  #refused() {
    return html`<oc-empty page icon="cpu" heading=${t("setup.notAllowed")} text=${t("setup.notAllowedText")}></oc-empty>`;
  }

  async #saved(event: CustomEvent<ModelProvider>): Promise<void> {
    const first = this.workspace?.ready === false;
    await this.reload();
    this.toaster.show({ text: t("setup.saved", { name: event.detail.name }), tone: "ok" });
    this.router.go(first ? { name: "home" } : { name: "settings", section: "models" });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-setup-page": OcSetupPage;
  }
}
