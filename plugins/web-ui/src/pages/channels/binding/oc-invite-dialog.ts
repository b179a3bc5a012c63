import { consume } from "@lit/context";
import type { CloudClient } from "@open-cowork/cloud-client";
import { channelsOf } from "@open-cowork/cloud-client/channels";
import type { Binding, Me, PersonRole } from "@open-cowork/shared";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { clientContext, meContext } from "../../../data/contexts.js";
import { copyText } from "../../../data/copy-text.js";
import { t } from "../../../i18n/t.js";
import { baseStyles } from "../../../styles/base.js";
import { buttonStyles } from "../../../styles/buttons.js";
import { formStyles } from "../../../styles/forms.js";
import { PERSON_ROLES } from "./person-roles.js";

/**
 * Makes a pairing code and shows it this one time, with the link that carries it where the platform has such.
 * @fires oc-dialog-closed
 */
export class OcInviteDialog extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    formStyles,
    css`
      .secret {
        display: flex;
        align-items: center;
        gap: 6px;
        margin-block: 6px 14px;
        padding: 8px 6px 8px 12px;
        border: 1px solid var(--oc-line);
        border-radius: var(--oc-r-s);
        background: var(--oc-page);
      }
      .secret code {
        flex: 1;
        min-inline-size: 0;
        line-height: 1.6;
        overflow-wrap: anywhere;
        user-select: all;
      }
    `,
  ];

  @consume({ context: clientContext }) private client!: CloudClient;
  @consume({ context: meContext, subscribe: true }) @state() private me: Me | undefined;
  @property({ type: Boolean }) open = false;
  @property({ attribute: false }) binding!: Binding;
  @state() private code: string | undefined;
  @state() private copied: string | undefined;
  @state() private error: unknown;
  @state() private busy = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("open") && this.open) Object.assign(this, { code: undefined, copied: undefined, error: undefined, busy: false });
  }

  override render() {
    const name = this.binding.name || this.binding.instance;
    return html`<oc-dialog heading=${this.code ? t("channels.inviteReady") : t("channels.inviteHeading", { name })} .open=${this.open} @oc-dialog-closed=${this.#closed}>
      ${this.code ? this.#shown(this.code) : this.#form()}
    </oc-dialog>`;
  }

  #form() {
    const own = PERSON_ROLES.indexOf((this.me?.role ?? "viewer") as PersonRole);
    return html`
      <form id="form" class="form" novalidate @submit=${this.#make}>
        <label class="field">
          <span class="label">${t("channels.inviteRole")}</span>
          <select class="select" name="role" autofocus>
            ${PERSON_ROLES.slice(Math.max(0, own)).map((role) => html`<option value=${role} ?selected=${role === "member"}>${t(`role.${role}`)}</option>`)}
          </select>
        </label>
        <label class="field">
          <span class="label">${t("channels.inviteNote")}</span>
          <input class="input" name="note" maxlength="200" autocomplete="off" aria-describedby="note-hint" />
          <span id="note-hint" class="hint">${t("channels.inviteNoteHint")}</span>
        </label>
        ${this.error ? html`<oc-error .error=${this.error} heading=${t("channels.inviteFailed")}></oc-error>` : nothing}
      </form>
      <button slot="footer" type="button" class="btn" @click=${this.#cancel}>${t("action.cancel")}</button>
      <button slot="footer" type="button" class="btn primary" ?disabled=${this.busy} @click=${this.#make}>${t("channels.inviteMake")}</button>
    `;
  }

  #shown(code: string) {
    const { handle, name, pairingLink } = this.binding;
    return html`
      <p>${t("channels.inviteOnce")}</p>
      <p class="hint">${t("channels.inviteCode", { name: handle ? `@${handle}` : name })}</p>
      ${this.#copyable(code)}
      ${pairingLink ? html`<p class="hint">${t("channels.inviteLink")}</p>${this.#copyable(pairingLink.replace("{code}", encodeURIComponent(code)))}` : nothing}
      <span class="sr" role="status">${this.copied ? t("action.copied") : nothing}</span>
      <button slot="footer" type="button" class="btn primary" autofocus @click=${this.#cancel}>${t("channels.inviteDone")}</button>
    `;
  }

  #copyable(text: string) {
    return html`<div class="secret">
      <code>${text}</code>
      <button type="button" class="icon-btn" aria-label=${t("action.copy")} data-tip=${t("action.copy")} @click=${(event: Event) => this.#copy(event, text)}>
        <oc-icon name=${this.copied === text ? "check" : "copy"}></oc-icon>
      </button>
    </div>`;
  }

  async #make(event: Event): Promise<void> {
    event.preventDefault();
    const fields = new FormData(this.renderRoot.querySelector<HTMLFormElement>("#form")!);
    this.busy = true;
    this.error = undefined;
    try {
      const { code } = await channelsOf(this.client).invite(this.binding.id, {
        role: fields.get("role") as PersonRole,
        note: String(fields.get("note") ?? "").trim(),
      });
      this.code = code;
    } catch (cause) {
      this.error = cause;
    }
    this.busy = false;
  }

  async #copy(event: Event, text: string): Promise<void> {
    if (await copyText(text, event.currentTarget as HTMLElement)) this.copied = text;
  }

  #cancel(): void {
    this.open = false;
    this.#closed();
  }
  #closed(): void {
    this.code = undefined;
    this.dispatchEvent(new CustomEvent("oc-dialog-closed"));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-invite-dialog": OcInviteDialog;
  }
}
