import { consume } from "@lit/context";
import type { CloudClient } from "@open-cowork/cloud-client";
import type { Me, Role } from "@open-cowork/shared";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { clientContext, meContext } from "../../../data/contexts.js";
import { copyText } from "../../../data/copy-text.js";
import { t } from "../../../i18n/t.js";
import { baseStyles } from "../../../styles/base.js";
import { buttonStyles } from "../../../styles/buttons.js";
import { formStyles } from "../../../styles/forms.js";

/** From most to least; a token may have one's own role or a lower one. */
const ROLES: readonly Role[] = ["owner", "admin", "member", "approver", "viewer"];

/**
 * Makes an API token and shows its secret this one time.
 * @fires oc-token-made - as soon as it exists
 * @fires oc-dialog-closed
 */
export class OcTokenDialog extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    formStyles,
    css`
      .two {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--oc-3);
      }
      .secret {
        display: flex;
        align-items: center;
        gap: 6px;
        margin-block-start: 14px;
        padding: 8px 6px 8px 12px;
        border: 1px solid var(--oc-line);
        border-radius: var(--oc-r-s);
        background: var(--oc-page);
      }
      .secret code {
        flex: 1;
        min-inline-size: 0;
        font-size: var(--oc-size-xs);
        line-height: 1.6;
        overflow-wrap: anywhere;
        color: var(--oc-text);
        user-select: all;
      }
    `,
  ];

  @query("input[name=name]") private nameField!: HTMLInputElement;

  @consume({ context: clientContext }) private client!: CloudClient;
  @consume({ context: meContext, subscribe: true }) @state() private me: Me | undefined;
  @property({ type: Boolean }) open = false;
  @state() private secret: string | undefined;
  @state() private problem = "";
  @state() private error: unknown;
  @state() private busy = false;
  @state() private copied = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("open") && this.open) Object.assign(this, { secret: undefined, problem: "", error: undefined, busy: false, copied: false });
  }

  override render() {
    return html`<oc-dialog heading=${t(this.secret ? "access.tokenReady" : "access.newToken")} .open=${this.open} @oc-dialog-closed=${this.#closed}>
      ${this.secret ? this.#shown(this.secret) : this.#form()}
    </oc-dialog>`;
  }

  #form() {
    const own = this.me?.role ?? "viewer";
    const roles: readonly Role[] = [...ROLES.slice(ROLES.indexOf(own)), ...(own === "owner" || own === "admin" ? (["gateway"] as const) : [])];
    return html`
      <form id="form" class="form" novalidate @submit=${this.#create}>
        <label class="field">
          <span class="label">${t("access.tokenName")}</span>
          <input class="input" name="name" maxlength="80" autocomplete="off" autofocus aria-invalid=${this.problem ? "true" : nothing} aria-describedby="name-hint" />
          <span id="name-hint" class=${this.problem ? "problem" : "hint"}>${this.problem || t("access.tokenNameHint")}</span>
        </label>
        <div class="two">
          <label class="field">
            <span class="label">${t("access.tokenRole")}</span>
            <select class="select" name="role">
              ${roles.map((role) => html`<option value=${role} ?selected=${role === "member"}>${t(`role.${role}`)}</option>`)}
            </select>
          </label>
          <label class="field">
            <span class="label">${t("access.tokenExpiry")}</span>
            <select class="select" name="days">
              ${[30, 90, 365].map((count) => html`<option value=${count} ?selected=${count === 90}>${t("access.days", { count })}</option>`)}
              <option value="">${t("access.never")}</option>
            </select>
          </label>
        </div>
        ${this.error ? html`<oc-error .error=${this.error} heading=${t("access.createFailed")}></oc-error>` : nothing}
      </form>
      <button slot="footer" type="button" class="btn" @click=${this.#cancel}>${t("action.cancel")}</button>
      <button slot="footer" type="button" class="btn primary" ?disabled=${this.busy} @click=${this.#create}>${t("access.create")}</button>
    `;
  }

  #shown(secret: string) {
    return html`
      <p>${t("access.tokenOnce")}</p>
      <div class="secret">
        <code>${secret}</code>
        <button type="button" class="icon-btn" aria-label=${t("action.copy")} data-tip=${t("action.copy")} @click=${(event: Event) => this.#copy(event, secret)}>
          <oc-icon name=${this.copied ? "check" : "copy"}></oc-icon>
        </button>
      </div>
      <span class="sr" role="status">${this.copied ? t("action.copied") : nothing}</span>
      <button slot="footer" type="button" class="btn primary" autofocus @click=${this.#cancel}>${t("access.tokenCopied")}</button>
    `;
  }

  async #create(event: Event): Promise<void> {
    event.preventDefault();
    const fields = new FormData(this.renderRoot.querySelector<HTMLFormElement>("#form")!);
    const name = String(fields.get("name") ?? "").trim();
    this.problem = name ? "" : t("access.tokenNameMissing");
    if (!name) return this.nameField.focus();
    const days = Number(fields.get("days"));
    this.busy = true;
    this.error = undefined;
    try {
      const { secret } = await this.client.tokens.create({ name, role: fields.get("role") as Role, ...(days > 0 && { expiresInDays: days }) });
      this.secret = secret;
      this.dispatchEvent(new CustomEvent("oc-token-made"));
    } catch (cause) {
      this.error = cause;
    }
    this.busy = false;
  }

  async #copy(event: Event, secret: string): Promise<void> {
    this.copied = await copyText(secret, event.currentTarget as HTMLElement);
  }

  #cancel(): void {
    this.open = false;
    this.#closed();
  }
  #closed(): void {
    this.secret = undefined;
    this.dispatchEvent(new CustomEvent("oc-dialog-closed"));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-token-dialog": OcTokenDialog;
  }
}
