import { css, html, LitElement, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";
import { formStyles } from "../../styles/forms.js";
import { asAppError } from "../../ui/error/describe-error.js";
import { centreStyles } from "../centre.styles.js";
import { linkSecret } from "./sign-in-link.js";

/**
 * Exchanges a one-time link for a sign-in. The secret is in the fragment, which no server, log or link preview ever sees, and leaves the
 * address bar and the history before it is sent.
 */
export class OcLoginPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    formStyles,
    centreStyles,
    css`
      oc-error {
        margin-block-end: 20px;
      }
      pre {
        margin: 6px 0 2px;
        padding: 7px 10px;
        border-radius: var(--oc-r-s);
        background: var(--oc-page);
        font-size: var(--oc-size-xs);
        white-space: pre-wrap;
      }
      .btn.primary {
        min-block-size: 38px;
        inline-size: 100%;
      }
      .working {
        display: flex;
        align-items: center;
        gap: 10px;
        color: var(--oc-text-2);
      }
    `,
  ];

  @query("input") private field!: HTMLInputElement | null;

  /** Exchanges the secret; rejects with what the server answers. */
  @property({ attribute: false }) signIn: (secret: string) => Promise<void> = () => Promise.resolve();
  @state() private working = false;
  @state() private error: unknown;
  @state() private problem = "";

  // Not when it is connected: its properties may have been set before its code was there, and arrive with the first update.
  protected override firstUpdated(): void {
    const secret = location.pathname === "/login" && location.hash ? linkSecret(location.hash) : undefined;
    if (location.hash) history.replaceState(null, "", location.pathname);
    if (secret) void this.#exchange(secret);
  }

  override render() {
    return html`<main class="column">
      <img class="mark" src="/icon.svg" alt="" />
      <h1>${t("login.title")}</h1>
      ${this.working ? html`<p class="lead working" role="status">${t("login.working")}</p>` : html`<p class="lead">${t("login.lead")}</p>${this.#failure()}${this.#form()}`}
    </main>`;
  }

  #failure() {
    if (!this.error) return nothing;
    const spent = asAppError(this.error).code === "auth.link_used";
    return html`<oc-error .error=${this.error} heading=${t("login.failed")}>
      ${spent ? html`${t("login.usedNext")}<pre>npx open-cowork link</pre>${t("login.orAsk")}` : nothing}
    </oc-error>`;
  }

  #form() {
    return html`<form class="form" novalidate @submit=${this.#submit}>
      <label class="field">
        <span class="label">${t("login.field")}</span>
        <input
          class="input mono"
          name="link"
          type="text"
          autocomplete="one-time-code"
          spellcheck="false"
          aria-describedby="hint"
          aria-invalid=${this.problem ? "true" : nothing}
        />
        <span id="hint" class=${this.problem ? "problem" : "hint"}>${this.problem || t("login.hint", { example: `${location.origin}/login#ocl_…` })}</span>
      </label>
      <button class="btn primary" type="submit">${t("login.submit")}</button>
    </form>`;
  }

  #submit(event: Event): void {
    event.preventDefault();
    const secret = linkSecret(this.field?.value ?? "");
    this.problem = secret ? "" : t("login.empty");
    if (secret) void this.#exchange(secret);
    else this.field?.focus();
  }

  async #exchange(secret: string): Promise<void> {
    this.working = true;
    this.error = undefined;
    try {
      await this.signIn(secret);
    } catch (cause) {
      this.error = cause;
      this.working = false;
      await this.updateComplete;
      this.field?.focus();
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-login-page": OcLoginPage;
  }
}
