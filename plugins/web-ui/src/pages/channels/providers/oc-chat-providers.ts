import { consume } from "@lit/context";
import type { CloudClient } from "@open-cowork/cloud-client";
import { channelsOf } from "@open-cowork/cloud-client/channels";
import type { ProviderStatus } from "@open-cowork/shared";
import { html, LitElement, nothing } from "lit";
import { state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { clientContext, toasterContext } from "../../../data/contexts.js";
import type { Toaster } from "../../../data/toaster.js";
import { t } from "../../../i18n/t.js";
import { ago } from "../../../i18n/time.js";
import { baseStyles } from "../../../styles/base.js";
import { buttonStyles } from "../../../styles/buttons.js";
import { asAppError } from "../../../ui/error/describe-error.js";
import { listStyles } from "../../list.styles.js";
import { sectionStyles } from "../../settings/section.styles.js";
import { channelStyles } from "../channel.styles.js";

/** Looked at while somebody watches a provider come up. */
const EVERY_MS = 5_000;
const TONES: Readonly<Record<ProviderStatus["state"], string>> = { ready: "good", starting: "wait", standby: "wait", failed: "bad", stopped: "" };

/** Chat platforms that this host is connected to, how each is, and a way to begin anew. */
export class OcChatProviders extends LitElement {
  static override styles = [baseStyles, buttonStyles, listStyles, sectionStyles, channelStyles];

  @consume({ context: clientContext }) private client!: CloudClient;
  @consume({ context: toasterContext }) private toaster!: Toaster;
  @state() private providers: readonly ProviderStatus[] | undefined;
  @state() private error: unknown;
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
    this.#timer = setInterval(() => document.visibilityState === "visible" && void this.#read(), EVERY_MS);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render() {
    return html`<section aria-labelledby="heading">
      <div class="head">
        <div>
          <h2 id="heading">${t("channels.providers")}</h2>
          <p>${t("channels.providersLead")}</p>
        </div>
      </div>
      ${this.#list()}
      ${this.error ? html`<oc-error .error=${this.error} heading=${t("channels.providersFailed")} retry @oc-retry=${this.#read}></oc-error>` : nothing}
    </section>`;
  }

  #list() {
    if (!this.providers) return this.error ? nothing : html`<oc-skeleton lines="2"></oc-skeleton>`;
    if (this.providers.length === 0) return html`<p class="quiet">${t("channels.providersEmpty")}</p>`;
    return html`<div class="list">
      ${repeat(
        this.providers,
        ({ kind, instance }) => `${kind}/${instance}`,
        (provider) => html`<div class="line">
          <span class="dot ${TONES[provider.state]}" aria-hidden="true"></span>
          <span class="text"><b>${nameOf(provider)}</b><small>${factsOf(provider)}</small></span>
          <button type="button" class="icon-btn" aria-label=${t("channels.restart", { name: nameOf(provider) })} data-tip=${t("channels.restart", { name: nameOf(provider) })} @click=${() => this.#restart(provider)}>
            <oc-icon name="retry"></oc-icon>
          </button>
        </div>`,
      )}
    </div>`;
  }

  readonly #read = async (): Promise<void> => {
    try {
      this.providers = await channelsOf(this.client).providers();
      this.error = undefined;
    } catch (cause) {
      this.error = cause;
    }
  };

  async #restart(provider: ProviderStatus): Promise<void> {
    try {
      await channelsOf(this.client).restartProvider(provider.kind, provider.instance);
      this.toaster.show({ text: t("channels.restarted", { name: nameOf(provider) }), tone: "ok" });
      await this.#read();
    } catch (cause) {
      this.toaster.show({ text: t("channels.changeFailed", { reason: asAppError(cause).message }), tone: "alert" });
    }
  }
}

function nameOf({ kind, instance, profile }: ProviderStatus): string {
  return profile?.name || `${kind} · ${instance}`;
}

function factsOf({ kind, instance, state: now, detail, since }: ProviderStatus): string {
  return [`${kind} · ${instance}`, t(`channels.state.${now}`), detail, t("channels.since", { time: ago(since, Date.now()) })].filter(Boolean).join(" · ");
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-chat-providers": OcChatProviders;
  }
}
