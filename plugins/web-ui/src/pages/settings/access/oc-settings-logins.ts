import { consume } from "@lit/context";
import type { CloudClient } from "@open-cowork/cloud-client";
import type { LoginSession, Me } from "@open-cowork/shared";
import { css, html, LitElement, nothing } from "lit";
import { state } from "lit/decorators.js";
import { clientContext, meContext, toasterContext } from "../../../data/contexts.js";
import type { Toaster } from "../../../data/toaster.js";
import { t } from "../../../i18n/t.js";
import { ago } from "../../../i18n/time.js";
import { baseStyles } from "../../../styles/base.js";
import { buttonStyles } from "../../../styles/buttons.js";
import { asAppError } from "../../../ui/error/describe-error.js";
import { listStyles } from "../../list.styles.js";
import { sectionStyles } from "../section.styles.js";
import { describeAgent } from "./describe-agent.js";

/** Who is signed in, and where. */
export class OcSettingsLogins extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    listStyles,
    sectionStyles,
    css`
      :host {
        margin-block-end: var(--oc-7);
      }
    `,
  ];

  @consume({ context: clientContext }) private client!: CloudClient;
  @consume({ context: toasterContext }) private toaster!: Toaster;
  @consume({ context: meContext, subscribe: true }) @state() private me: Me | undefined;
  @state() private logins: readonly LoginSession[] | undefined;
  @state() private error: unknown;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override render() {
    const role = this.me ? t(`role.${this.me.role}`) : "";
    return html`
      <section aria-labelledby="you">
        <div class="head">
          <div>
            <h2 id="you">${this.me?.actor.name ?? ""}</h2>
            <p>${this.me && role !== this.me.actor.name ? role : nothing}</p>
          </div>
          <button type="button" class="btn" @click=${this.#signOut}><oc-icon name="sign-out"></oc-icon>${t("access.signOut")}</button>
        </div>
      </section>
      <section aria-labelledby="where">
        <div class="head"><h2 id="where">${t("access.logins")}</h2></div>
        ${this.#list()}
        ${this.error ? html`<oc-error .error=${this.error} heading=${t("access.loginsFailed")} retry @oc-retry=${this.#read}></oc-error>` : nothing}
      </section>
    `;
  }

  #list() {
    if (!this.logins) return this.error ? nothing : html`<oc-skeleton lines="2"></oc-skeleton>`;
    const now = Date.now();
    return html`<div class="list">
      ${this.logins.map(
        (login) => html`<div class="line">
          <oc-icon name="monitor"></oc-icon>
          <span class="text">
            <b>${describeAgent(login.userAgent)}</b>
            <small>
              ${login.current ? t("access.now") : t("access.lastSeen", { time: ago(login.lastSeenAt, now) })} · ${t("access.since", { time: ago(login.createdAt, now) })}
            </small>
          </span>
          ${
            login.current
              ? html`<span class="tag">${t("access.current")}</span>`
              : html`<button type="button" class="btn small" @click=${() => this.#end(login)}>${t("access.end")}</button>`
          }
        </div>`,
      )}
    </div>`;
  }

  readonly #read = async (): Promise<void> => {
    this.error = undefined;
    try {
      this.logins = await this.client.logins.list();
    } catch (cause) {
      this.error = cause;
    }
  };

  async #end(login: LoginSession): Promise<void> {
    try {
      await this.client.logins.revoke(login.id);
      this.logins = this.logins?.filter((item) => item.id !== login.id);
      this.toaster.show({ text: t("access.ended"), tone: "ok" });
    } catch (cause) {
      this.toaster.show({ text: t("access.changeFailed", { reason: asAppError(cause).message }), tone: "alert" });
    }
  }

  #signOut(): void {
    this.dispatchEvent(new CustomEvent("oc-sign-out", { bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-settings-logins": OcSettingsLogins;
  }
}
