import { consume } from "@lit/context";
import type { CloudClient } from "@open-cowork/cloud-client";
import { channelsOf } from "@open-cowork/cloud-client/channels";
import type { Binding } from "@open-cowork/shared";
import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { clientContext } from "../../../data/contexts.js";
import { t } from "../../../i18n/t.js";
import { baseStyles } from "../../../styles/base.js";
import { buttonStyles } from "../../../styles/buttons.js";
import { sectionStyles } from "../../settings/section.styles.js";

/** Every connection of the workspace to an account on a chat platform. */
export class OcBindings extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    sectionStyles,
    css`
      .each {
        display: grid;
        gap: var(--oc-6);
      }
    `,
  ];

  @consume({ context: clientContext }) private client!: CloudClient;
  /** The person may change them here. */
  @property({ type: Boolean }) admin = false;
  @state() private bindings: readonly Binding[] | undefined;
  @state() private error: unknown;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override render() {
    return html`<section aria-labelledby="heading">
      <div class="head">
        <div>
          <h2 id="heading">${t("channels.bindings")}</h2>
          <p>${t("channels.bindingsLead")}</p>
        </div>
      </div>
      ${this.#list()}
      ${this.error ? html`<oc-error .error=${this.error} heading=${t("channels.bindingsFailed")} retry @oc-retry=${this.#read}></oc-error>` : nothing}
    </section>`;
  }

  #list() {
    if (!this.bindings) return this.error ? nothing : html`<oc-skeleton lines="3"></oc-skeleton>`;
    if (this.bindings.length === 0)
      return html`<oc-empty icon="thread" heading=${t("channels.bindingsEmptyTitle")} text=${t("channels.bindingsEmptyText")}></oc-empty>`;
    return html`<div class="each">
      ${repeat(
        this.bindings,
        ({ id }) => id,
        (binding) => html`<oc-binding .binding=${binding} .admin=${this.admin} @oc-binding-changed=${this.#read}></oc-binding>`,
      )}
    </div>`;
  }

  readonly #read = async (): Promise<void> => {
    this.error = undefined;
    try {
      this.bindings = await channelsOf(this.client).bindings();
    } catch (cause) {
      this.error = cause;
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-bindings": OcBindings;
  }
}
