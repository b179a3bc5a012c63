import { html, LitElement } from "lit";
import { property } from "lit/decorators.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { centreStyles } from "../centre.styles.js";

/**
 * What is shown when the workspace cannot be read at all.
 * @fires oc-retry
 */
export class OcStartPage extends LitElement {
  static override styles = [baseStyles, centreStyles];

  @property({ attribute: false }) error: unknown;
  /** It tries again by itself meanwhile. */
  @property({ type: Boolean }) retrying = false;

  override render() {
    return html`<main class="column">
      <img class="mark" src="/icon.svg" alt="" />
      <h1>${t(this.retrying ? "start.unreachable" : "start.failed")}</h1>
      <p class="lead">${this.retrying ? t("start.unreachableNext") : ""}</p>
      <oc-error .error=${this.error} retry @oc-retry=${() => this.dispatchEvent(new CustomEvent("oc-retry"))}></oc-error>
    </main>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-start-page": OcStartPage;
  }
}
