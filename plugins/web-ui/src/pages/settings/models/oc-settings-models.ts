import { consume } from "@lit/context";
import type { CloudClient } from "@open-cowork/cloud-client";
import type { Catalog, Me, ModelProvider } from "@open-cowork/shared";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { catalogContext, clientContext, meContext, settingsContext, toasterContext } from "../../../data/contexts.js";
import type { Toaster } from "../../../data/toaster.js";
import { t } from "../../../i18n/t.js";
import { providerKind } from "../../../models/provider-kinds.js";
import { baseStyles } from "../../../styles/base.js";
import { buttonStyles } from "../../../styles/buttons.js";
import { confirmDialog } from "../../../ui/dialog/confirm.js";
import { asAppError } from "../../../ui/error/describe-error.js";
import { listStyles } from "../../list.styles.js";
import { sectionStyles } from "../section.styles.js";

/** The model providers of the workspace. */
export class OcSettingsModels extends LitElement {
  static override styles = [baseStyles, buttonStyles, listStyles, sectionStyles];

  @consume({ context: clientContext }) private client!: CloudClient;
  @consume({ context: toasterContext }) private toaster!: Toaster;
  @consume({ context: settingsContext }) private reload!: () => Promise<void>;
  @consume({ context: meContext, subscribe: true }) @state() private me: Me | undefined;
  /** Changes with every change of the settings, from wherever. */
  @consume({ context: catalogContext, subscribe: true }) @state() protected catalog: Catalog | undefined;
  @state() private providers: readonly ModelProvider[] | undefined;
  @state() private error: unknown;

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.hasUpdated || changed.has("catalog")) void this.#read();
  }

  override render() {
    const editable = this.me?.permissions.includes("settings.write") ?? false;
    return html`<section aria-labelledby="heading">
      <div class="head">
        <div>
          <h2 id="heading">${t("settings.models")}</h2>
          <p>${t("models.lead")} ${editable ? nothing : t("models.readOnly")}</p>
        </div>
        ${editable ? html`<a class="btn" href="/setup"><oc-icon name="plus"></oc-icon>${t("models.add")}</a>` : nothing}
      </div>
      ${this.#list(editable)}
      ${this.error ? html`<oc-error .error=${this.error} heading=${t("models.failed")} retry @oc-retry=${this.#read}></oc-error>` : nothing}
    </section>`;
  }

  #list(editable: boolean) {
    if (!this.providers) return this.error ? nothing : html`<oc-skeleton lines="2"></oc-skeleton>`;
    if (this.providers.length === 0) return html`<oc-empty icon="cpu" heading=${t("models.emptyTitle")} text=${t("models.emptyText")}></oc-empty>`;
    return html`<div class="list">
      ${repeat(
        this.providers,
        (provider) => provider.id,
        (provider) => html`<div class="line">
          <oc-icon name=${providerKind(provider.kind).icon}></oc-icon>
          <span class="text"><b>${provider.name}</b><small>${this.#facts(provider)}</small></span>
          ${
            editable
              ? html`<button type="button" class="icon-btn" aria-label=${t("models.remove", { name: provider.name })} data-tip=${t("action.remove")} @click=${() => this.#remove(provider)}>
                  <oc-icon name="trash"></oc-icon>
                </button>`
              : nothing
          }
        </div>`,
      )}
    </div>`;
  }

  #facts(provider: ModelProvider): string {
    const kind = t(providerKind(provider.kind).label);
    return [
      kind === provider.name ? "" : kind,
      provider.baseUrl ?? "",
      t("models.count", { count: provider.models.length }),
      provider.kind === "demo" ? "" : t(provider.hasKey ? "models.hasKey" : "models.noKey"),
    ]
      .filter(Boolean)
      .join(" · ");
  }

  readonly #read = async (): Promise<void> => {
    this.error = undefined;
    try {
      this.providers = await this.client.models.list();
    } catch (cause) {
      this.error = cause;
    }
  };

  async #remove(provider: ModelProvider): Promise<void> {
    const { name } = provider;
    const yes = await confirmDialog({ heading: t("models.removeHeading", { name }), body: t("models.removeBody"), confirm: t("action.remove"), danger: true });
    if (!yes) return;
    try {
      await this.client.models.remove(provider.id);
      this.providers = this.providers?.filter((item) => item.id !== provider.id);
      this.toaster.show({ text: t("models.removed", { name }), tone: "ok" });
      await this.reload();
    } catch (cause) {
      this.toaster.show({ text: t("models.removeFailed", { name, reason: asAppError(cause).message }), tone: "alert" });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-settings-models": OcSettingsModels;
  }
}
