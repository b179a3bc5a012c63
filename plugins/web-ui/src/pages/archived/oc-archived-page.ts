import { consume } from "@lit/context";
import type { CloudClient } from "@open-cowork/cloud-client";
import type { SessionSummary } from "@open-cowork/shared";
import { css, html, LitElement, nothing } from "lit";
import { state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { clientContext, sessionsContext, threadActionsContext } from "../../data/contexts.js";
import { type ThreadActions, threadTitle } from "../../data/thread-actions.js";
import { t } from "../../i18n/t.js";
import { moment } from "../../i18n/time.js";
import { href } from "../../router/routes.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";
import type { MenuItem } from "../../ui/menu/menu-item.js";
import { listStyles } from "../list.styles.js";
import { pageStyles } from "../page.styles.js";

/** Threads that were put away, newest first, page by page. */
export class OcArchivedPage extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    pageStyles,
    listStyles,
    css`
      .list {
        margin-block: 24px 16px;
      }
      .line a {
        flex: 1;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      .line a:hover {
        text-decoration: underline;
        text-underline-offset: 3px;
      }
    `,
  ];

  @consume({ context: clientContext }) private client!: CloudClient;
  @consume({ context: threadActionsContext }) private actions!: ThreadActions;
  /** The live list: a thread that appears in it is not archived any more. */
  @consume({ context: sessionsContext, subscribe: true }) @state() private live: readonly SessionSummary[] | undefined;
  @state() private items: readonly SessionSummary[] | undefined;
  @state() private next: string | undefined;
  @state() private error: unknown;
  @state() private loading = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override render() {
    return html`
      <oc-page-header bare></oc-page-header>
      <div class="scroll">
        <div class="column">
          <h1 class="page-title">${t("archived.title")}</h1>
          <p class="lead">${t("archived.lead")}</p>
          <div class="list">${this.#list()}</div>
          ${this.error ? html`<oc-error .error=${this.error} heading=${t("archived.failed")} retry @oc-retry=${this.#read}></oc-error>` : nothing}
          ${this.next ? html`<button type="button" class="btn" ?disabled=${this.loading} @click=${this.#read}>${t("archived.more")}</button>` : nothing}
        </div>
      </div>
    `;
  }

  #list() {
    if (!this.items) return this.error ? nothing : html`<oc-skeleton lines="4"></oc-skeleton>`;
    const live = new Set(this.live?.map((thread) => thread.id));
    const shown = this.items.filter((thread) => !live.has(thread.id));
    if (shown.length === 0) return html`<oc-empty icon="archive" heading=${t("archived.emptyTitle")} text=${t("archived.emptyText")}></oc-empty>`;
    return repeat(
      shown,
      (thread) => thread.id,
      (thread) => html`<div class="line">
        <oc-icon name="archive"></oc-icon>
        <a href=${href({ name: "thread", session: thread.id })}>${threadTitle(thread)}</a>
        <span class="when">${moment(thread.activeAt, Date.now())}</span>
        <button type="button" class="btn small" @click=${() => this.#restore(thread)}>${t("thread.restore")}</button>
        <oc-menu
          label=${t("action.more")}
          .items=${[{ id: "delete", label: t("thread.delete"), icon: "trash", danger: true } satisfies MenuItem]}
          @oc-menu-selected=${() => this.#remove(thread)}
        >
          <button slot="trigger" type="button" class="icon-btn" aria-label=${t("thread.menu", { title: threadTitle(thread) })}><oc-icon name="more"></oc-icon></button>
        </oc-menu>
      </div>`,
    );
  }

  readonly #read = async (): Promise<void> => {
    this.loading = true;
    this.error = undefined;
    try {
      const page = await this.client.sessions.list({ archived: true, limit: 50, cursor: this.next });
      this.items = [...(this.items ?? []), ...page.items];
      this.next = page.next;
    } catch (cause) {
      this.error = cause;
    }
    this.loading = false;
  };

  async #restore(thread: SessionSummary): Promise<void> {
    await this.actions.archive(thread, false);
  }
  async #remove(thread: SessionSummary): Promise<void> {
    if (await this.actions.remove(thread)) this.items = this.items?.filter((item) => item.id !== thread.id);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-archived-page": OcArchivedPage;
  }
}
