import { html, LitElement } from "lit";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";
import { pageStyles } from "../page.styles.js";

/** For addresses that lead nowhere. */
export class OcNotFoundPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, pageStyles];

  override render() {
    return html`
      <oc-page-header bare></oc-page-header>
      <div class="scroll">
        <oc-empty page icon="question" heading=${t("notFound.title")} text=${t("notFound.text")}><a class="btn" href="/">${t("notFound.home")}</a></oc-empty>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-not-found-page": OcNotFoundPage;
  }
}
