import { consume } from "@lit/context";
import type { CloudClient } from "@open-cowork/cloud-client";
import type { ApiToken } from "@open-cowork/shared";
import { html, LitElement, nothing } from "lit";
import { state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { clientContext, toasterContext } from "../../../data/contexts.js";
import type { Toaster } from "../../../data/toaster.js";
import { t } from "../../../i18n/t.js";
import { ago, day } from "../../../i18n/time.js";
import { baseStyles } from "../../../styles/base.js";
import { buttonStyles } from "../../../styles/buttons.js";
import { confirmDialog } from "../../../ui/dialog/confirm.js";
import { asAppError } from "../../../ui/error/describe-error.js";
import { listStyles } from "../../list.styles.js";
import { sectionStyles } from "../section.styles.js";

/** API tokens: made here, shown once, revoked here. */
export class OcSettingsTokens extends LitElement {
  static override styles = [baseStyles, buttonStyles, listStyles, sectionStyles];

  @consume({ context: clientContext }) private client!: CloudClient;
  @consume({ context: toasterContext }) private toaster!: Toaster;
  @state() private tokens: readonly ApiToken[] | undefined;
  @state() private error: unknown;
  @state() private making = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override render() {
    return html`
      <section aria-labelledby="heading">
        <div class="head">
          <div>
            <h2 id="heading">${t("access.tokens")}</h2>
            <p>${t("access.tokensLead")}</p>
          </div>
          <button type="button" class="btn" @click=${() => (this.making = true)}><oc-icon name="plus"></oc-icon>${t("access.newToken")}</button>
        </div>
        ${this.#list()}
        ${this.error ? html`<oc-error .error=${this.error} heading=${t("access.tokensFailed")} retry @oc-retry=${this.#read}></oc-error>` : nothing}
      </section>
      <oc-token-dialog .open=${this.making} @oc-dialog-closed=${() => (this.making = false)} @oc-token-made=${this.#read}></oc-token-dialog>
    `;
  }

  #list() {
    if (!this.tokens) return this.error ? nothing : html`<oc-skeleton lines="2"></oc-skeleton>`;
    const usable = this.tokens.filter((token) => token.revokedAt === undefined);
    if (usable.length === 0) return html`<p class="quiet">${t("access.tokensEmpty")}</p>`;
    return html`<div class="list">
      ${repeat(
        usable,
        (token) => token.id,
        (token) => html`<div class="line">
          <oc-icon name="key"></oc-icon>
          <span class="text"><b>${token.name}</b><small>${facts(token)}</small></span>
          <button type="button" class="icon-btn" aria-label=${t("access.revoke", { name: token.name })} data-tip=${t("access.revokeConfirm")} @click=${() => this.#revoke(token)}>
            <oc-icon name="trash"></oc-icon>
          </button>
        </div>`,
      )}
    </div>`;
  }

  readonly #read = async (): Promise<void> => {
    this.error = undefined;
    try {
      this.tokens = await this.client.tokens.list();
    } catch (cause) {
      this.error = cause;
    }
  };

  async #revoke(token: ApiToken): Promise<void> {
    const { name } = token;
    const yes = await confirmDialog({
      heading: t("access.revokeHeading", { name }),
      body: t("access.revokeBody"),
      confirm: t("access.revokeConfirm"),
      danger: true,
    });
    if (!yes) return;
    try {
      await this.client.tokens.revoke(token.id);
      this.tokens = this.tokens?.filter((item) => item.id !== token.id);
      this.toaster.show({ text: t("access.revokedToast", { name }), tone: "ok" });
    } catch (cause) {
      this.toaster.show({ text: t("access.changeFailed", { reason: asAppError(cause).message }), tone: "alert" });
    }
  }
}

function facts(token: ApiToken): string {
  const now = Date.now();
  const used = token.lastUsedAt === undefined ? t("access.tokenUnused") : t("access.tokenUsed", { time: ago(token.lastUsedAt, now) });
  const expiry =
    token.expiresAt === undefined ? "" : token.expiresAt < now ? t("access.tokenExpired") : t("access.tokenExpires", { time: day(token.expiresAt) });
  return [t(`role.${token.role}`), used, expiry].filter(Boolean).join(" · ");
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-settings-tokens": OcSettingsTokens;
  }
}
