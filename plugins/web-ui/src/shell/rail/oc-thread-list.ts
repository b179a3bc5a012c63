import { consume } from "@lit/context";
import type { SessionSummary } from "@open-cowork/shared";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { routeContext, sessionsContext, threadActionsContext } from "../../data/contexts.js";
import { NowController } from "../../data/now-controller.js";
import { type ThreadActions, threadTitle } from "../../data/thread-actions.js";
import { groupThreads } from "../../data/thread-groups.js";
import { t } from "../../i18n/t.js";
import { href, type Route } from "../../router/routes.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";
import type { MenuItem } from "../../ui/menu/menu-item.js";
import type { OcMenu } from "../../ui/menu/oc-menu.js";
import { threadListStyles } from "./oc-thread-list.styles.js";

/** Rows drawn at first; the rest on demand. */
const FIRST = 250;

/**
 * The threads by time, with a filter over their titles and a menu for each.
 * Keyboard: one tab stop; arrows, Home and End move between rows, F2 renames, Delete asks to delete, ContextMenu opens the menu.
 */
export class OcThreadList extends LitElement {
  static override styles = [baseStyles, buttonStyles, threadListStyles];

  readonly #clock = new NowController(this);

  @query("oc-menu") private menu!: OcMenu;
  @query(".rename") private renameField!: HTMLInputElement | null;
  @query(".filter") private filterField!: HTMLInputElement | null;

  @consume({ context: sessionsContext, subscribe: true }) @state() private sessions: readonly SessionSummary[] | undefined;
  @consume({ context: routeContext, subscribe: true }) @state() private route!: Route;
  @consume({ context: threadActionsContext }) private actions!: ThreadActions;
  @state() private filter: string | undefined;
  @state() private all = false;
  @state() private renaming: string | undefined;
  /** The row that is the tab stop. */
  @state() private active: string | undefined;
  @state() private subject: SessionSummary | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("route") && this.route.name === "thread") this.active = this.route.session;
  }

  override render() {
    return html`
      <div class="scroll" role="group" aria-label=${t("rail.threads")} @keydown=${this.#moved}>
        ${this.filter === undefined ? nothing : this.#filterBox(this.filter)} ${this.sessions === undefined ? html`<oc-skeleton lines="6"></oc-skeleton>` : this.#groups(this.sessions)}
        ${this.filter === undefined ? html`<a class="link" href="/archived">${t("rail.archived")}</a>` : nothing}
      </div>
      <oc-menu .items=${this.subject ? this.actions.menu(this.subject) : []} label=${t("action.more")} @oc-menu-selected=${this.#chosen}></oc-menu>
    `;
  }

  #filterBox(value: string) {
    return html`<input
      class="filter"
      type="search"
      aria-label=${t("rail.filter")}
      placeholder=${t("rail.filter")}
      .value=${value}
      @input=${this.#filtered}
      @keydown=${this.#filterKey}
      @blur=${() => this.filter === "" && this.#closeFilter()}
    />`;
  }

  #filterButton() {
    return html`<button type="button" class="icon-btn" aria-label=${t("rail.filter")} data-tip=${t("rail.filter")} @click=${this.#openFilter}>
      <oc-icon name="filter"></oc-icon>
    </button>`;
  }

  #groups(sessions: readonly SessionSummary[]) {
    const needle = this.filter?.trim().toLocaleLowerCase() ?? "";
    const found = needle ? sessions.filter((thread) => threadTitle(thread).toLocaleLowerCase().includes(needle)) : sessions;
    if (found.length === 0) return html`<p class="quiet">${t(needle ? "rail.noMatch" : "rail.empty")}</p>`;
    const shown = this.all || needle ? found : found.slice(0, FIRST);
    const stop = shown.some((thread) => thread.id === this.active) ? this.active : shown[0]?.id;
    return html`
      ${groupThreads(shown, this.#clock.now).map(
        (group, index) => html`<section aria-labelledby="g-${group.name}">
          <div class="head">
            <h2 id="g-${group.name}">${t(`rail.${group.name}`)}</h2>
            ${index === 0 && this.filter === undefined ? this.#filterButton() : nothing}
          </div>
          <ul>
            ${repeat(
              group.threads,
              (thread) => thread.id,
              (thread) => html`<li>${this.renaming === thread.id ? this.#rename(thread) : this.#row(thread, thread.id === stop)}</li>`,
            )}
          </ul>
        </section>`,
      )}
      ${shown.length < found.length ? html`<button type="button" class="link" @click=${() => (this.all = true)}>${t("rail.more", { count: found.length - shown.length })}</button>` : nothing}
    `;
  }

  #row(thread: SessionSummary, stop: boolean) {
    const title = threadTitle(thread);
    const here = this.route.name === "thread" && this.route.session === thread.id;
    const tabindex = stop ? 0 : -1;
    return html`
      <a
        class="row"
        href=${href({ name: "thread", session: thread.id })}
        data-id=${thread.id}
        tabindex=${tabindex}
        aria-current=${here ? "page" : nothing}
        @contextmenu=${(event: MouseEvent) => this.#openContextMenu(event, thread)}
        @dblclick=${() => this.#startRename(thread)}
      >
        <span class="title" dir="auto" title=${title}>${title}</span>
        ${thread.status === "idle" ? nothing : html`<span class="dot ${thread.status}"></span><span class="sr">, ${t(`thread.${thread.status}`)}</span>`}
      </a>
      <button
        type="button"
        class="icon-btn more"
        tabindex=${tabindex}
        aria-label=${t("thread.menu", { title })}
        aria-haspopup="menu"
        @click=${(event: Event) => this.#openMenu(event.currentTarget, thread)}
      >
        <oc-icon name="more"></oc-icon>
      </button>
    `;
  }

  #rename(thread: SessionSummary) {
    return html`<input
      class="rename"
      aria-label=${t("thread.renameField")}
      maxlength="200"
      .value=${thread.title}
      @keydown=${(event: KeyboardEvent) => this.#renameKey(event, thread)}
      @blur=${() => this.#endRename(thread, true)}
    />`;
  }

  #openMenu(row: EventTarget | null, thread: SessionSummary): void {
    this.subject = thread;
    this.active = thread.id;
    const anchor = (row as HTMLElement).closest("li")?.querySelector<HTMLElement>(".more");
    if (anchor) void this.updateComplete.then(() => this.menu.showAt(anchor));
  }

  /** Where the menu is asked for with the button still down, letting it go would at once dismiss what the press opened. */
  #openContextMenu(event: MouseEvent, thread: SessionSummary): void {
    event.preventDefault();
    const row = event.currentTarget;
    const open = () => this.#openMenu(row, thread);
    if (event.buttons === 0) open();
    else addEventListener("pointerup", () => setTimeout(open), { once: true });
  }

  #chosen(event: CustomEvent<MenuItem>): void {
    const thread = this.subject;
    if (!thread) return;
    if (event.detail.id === "rename") this.#startRename(thread);
    else void this.actions.run(event.detail.id, thread);
  }

  #startRename(thread: SessionSummary): void {
    this.renaming = thread.id;
    void this.updateComplete.then(() => this.renameField?.select());
  }

  #renameKey(event: KeyboardEvent, thread: SessionSummary): void {
    event.stopPropagation();
    if (event.key === "Enter" && !event.isComposing) this.#endRename(thread, true);
    else if (event.key === "Escape") this.#endRename(thread, false);
  }

  #endRename(thread: SessionSummary, save: boolean): void {
    if (this.renaming !== thread.id) return;
    const title = this.renameField?.value ?? "";
    const focused = this.shadowRoot?.activeElement === this.renameField;
    this.renaming = undefined;
    if (save) void this.actions.rename(thread, title);
    if (focused) void this.updateComplete.then(() => this.#rowOf(thread.id)?.focus());
  }

  #openFilter(): void {
    this.filter = "";
    void this.updateComplete.then(() => this.filterField?.focus());
  }
  #closeFilter(): void {
    this.filter = undefined;
  }
  #filtered(event: Event): void {
    this.filter = (event.target as HTMLInputElement).value;
  }
  #filterKey(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault();
      this.#closeFilter();
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(".head .icon-btn")?.focus());
    } else if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      this.#rows()[0]?.focus();
    }
    event.stopPropagation();
  }

  #moved(event: KeyboardEvent): void {
    const rows = this.#rows();
    const at = rows.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    if (at === -1) return;
    const thread = this.sessions?.find((item) => item.id === rows[at]?.dataset.id);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined && !event.altKey) {
      const row = rows[Math.max(0, Math.min(to, rows.length - 1))];
      this.active = row?.dataset.id;
      row?.focus();
    } else if (event.key === "F2" && thread) this.#startRename(thread);
    else if (event.key === "Delete" && thread) void this.actions.remove(thread);
    else return;
    event.preventDefault();
  }

  #rows(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>(".row")];
  }
  #rowOf(id: string): HTMLElement | undefined {
    return this.#rows().find((row) => row.dataset.id === id);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-thread-list": OcThreadList;
  }
}
