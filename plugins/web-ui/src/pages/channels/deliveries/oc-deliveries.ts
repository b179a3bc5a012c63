import { consume } from "@lit/context";
import type { CloudClient } from "@open-cowork/cloud-client";
import { channelsOf } from "@open-cowork/cloud-client/channels";
import type { Delivery } from "@open-cowork/shared";
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

const FILTERS = ["open", "failed", "all"] as const;
type Filter = (typeof FILTERS)[number];
const STATES: Readonly<Record<Filter, readonly (Delivery["state"] | undefined)[]>> = {
  open: ["pending", "sending"],
  failed: ["dead", "refused"],
  all: [undefined],
};
const TONES: Readonly<Record<Delivery["state"], string>> = { pending: "wait", sending: "wait", sent: "good", refused: "bad", dead: "bad" };
const EXCERPT = 120;

/** Messages that have not arrived, with a way to send them again or to let them go. */
export class OcDeliveries extends LitElement {
  static override styles = [baseStyles, buttonStyles, listStyles, sectionStyles, channelStyles];

  @consume({ context: clientContext }) private client!: CloudClient;
  @consume({ context: toasterContext }) private toaster!: Toaster;
  @state() private filter: Filter = "failed";
  @state() private items: readonly Delivery[] | undefined;
  /** Where to go on, for each state that is shown. */
  @state() private next: readonly (string | undefined)[] = [];
  @state() private error: unknown;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#show(this.filter);
  }

  override render() {
    return html`<section aria-labelledby="heading">
      <div class="head">
        <div>
          <h2 id="heading">${t("deliveries.title")}</h2>
          <p>${t("deliveries.lead")}</p>
        </div>
        <select class="small-select" aria-label=${t("deliveries.filter")} @change=${(event: Event) => this.#show((event.currentTarget as HTMLSelectElement).value as Filter)}>
          ${FILTERS.map((name) => html`<option value=${name} ?selected=${name === this.filter}>${t(`deliveries.${name}`)}</option>`)}
        </select>
      </div>
      ${this.#list()}
      ${this.next.some(Boolean) ? html`<button type="button" class="btn small" @click=${this.#more}>${t("deliveries.more")}</button>` : nothing}
      ${this.error ? html`<oc-error .error=${this.error} heading=${t("deliveries.failedToRead")} retry @oc-retry=${() => this.#show(this.filter)}></oc-error>` : nothing}
    </section>`;
  }

  #list() {
    if (!this.items) return this.error ? nothing : html`<oc-skeleton lines="3"></oc-skeleton>`;
    if (this.items.length === 0) return html`<p class="quiet">${t("deliveries.empty")}</p>`;
    return html`<div class="list">
      ${repeat(
        this.items,
        ({ id }) => id,
        (item) => html`<div class="line">
          <span class="dot ${TONES[item.state]}" aria-hidden="true"></span>
          <span class="text"><span>${excerptOf(item)}</span><small>${factsOf(item)}</small></span>
          ${isFailed(item) ? html`<button type="button" class="btn small" @click=${() => this.#change(item, "retry")}>${t("deliveries.retry")}</button>` : nothing}
          ${item.state === "sent" || item.state === "dead" ? nothing : html`<button type="button" class="btn small" @click=${() => this.#change(item, "bury")}>${t("deliveries.bury")}</button>`}
        </div>`,
      )}
    </div>`;
  }

  readonly #show = async (filter: Filter): Promise<void> => {
    Object.assign(this, { filter, items: undefined, next: [], error: undefined });
    await this.#read(STATES[filter].map(() => undefined));
  };

  readonly #more = (): Promise<void> => this.#read(this.next);

  async #read(cursors: readonly (string | undefined)[]): Promise<void> {
    const { filter } = this;
    const first = this.items === undefined;
    try {
      const pages = await Promise.all(
        STATES[filter].map((state, i) =>
          first || cursors[i] !== undefined ? channelsOf(this.client).deliveries({ state, limit: 50, cursor: cursors[i] }) : { items: [], next: undefined },
        ),
      );
      if (filter !== this.filter) return;
      this.items = [...(this.items ?? []), ...pages.flatMap(({ items }) => items)].sort((a, b) => b.createdAt - a.createdAt);
      this.next = pages.map(({ next }) => next);
    } catch (cause) {
      this.error = cause;
    }
  }

  async #change(item: Delivery, what: "retry" | "bury"): Promise<void> {
    try {
      const changed = await channelsOf(this.client)[what](item.id);
      this.items = this.items?.map((other) => (other.id === item.id ? changed : other));
      this.toaster.show({ text: t(what === "retry" ? "deliveries.retried" : "deliveries.buried"), tone: "ok" });
    } catch (cause) {
      this.toaster.show({ text: t("channels.changeFailed", { reason: asAppError(cause).message }), tone: "alert" });
    }
  }
}

function isFailed({ state }: Delivery): boolean {
  return state === "dead" || state === "refused";
}

function excerptOf({ content }: Delivery): string {
  const text = content.text.replace(/\s+/g, " ").trim();
  if (text === "" && content.file) return t("deliveries.file", { name: content.file.name });
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
}

function factsOf({ state, attempts, error, updatedAt }: Delivery): string {
  const tries = attempts > 0 ? t("deliveries.attempts", { count: attempts }) : "";
  return [t(`deliveries.state.${state}`), tries, error, ago(updatedAt, Date.now())].filter(Boolean).join(" · ");
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-deliveries": OcDeliveries;
  }
}
