import { consume } from "@lit/context";
import type { CloudClient } from "@open-cowork/cloud-client";
import type { SessionSummary, WorkspaceInfo } from "@open-cowork/shared";
import { html, LitElement, nothing } from "lit";
import { query, state } from "lit/decorators.js";
import { clientContext, routerContext, sessionsContext, type ThemeChoice, themeContext, workspaceContext } from "../data/contexts.js";
import { t } from "../i18n/t.js";
import type { Router } from "../router/router.js";
import { baseStyles } from "../styles/base.js";
import { commandEntries, hitEntry, threadEntry } from "./entries.js";
import { FullTextSearch } from "./full-text.js";
import { fuzzy } from "./fuzzy.js";
import { paletteStyles } from "./oc-palette.styles.js";
import type { PaletteEntry } from "./palette-entry.js";

const MOST = { recent: 6, threads: 7, commands: 6, settings: 6, said: 8 } as const;

/**
 * Everything one can go to or do, found by typing: threads, commands, settings, and what was said.
 * Keyboard: arrows, Home and End choose, Enter goes, Escape closes.
 * @fires oc-closed
 * @fires oc-show-shortcuts
 */
export class OcPalette extends LitElement {
  static override styles = [baseStyles, paletteStyles];

  @query("dialog") private dialog!: HTMLDialogElement;

  @consume({ context: clientContext }) private client!: CloudClient;
  @consume({ context: routerContext }) private router!: Router;
  @consume({ context: themeContext }) private theme!: ThemeChoice;
  @consume({ context: workspaceContext, subscribe: true }) @state() private workspace: WorkspaceInfo | undefined;
  @consume({ context: sessionsContext, subscribe: true }) @state() private sessions: readonly SessionSummary[] | undefined;
  @state() private query = "";
  @state() private chosen = 0;
  #fullText: FullTextSearch | undefined;
  #entries: PaletteEntry[] = [];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#fullText?.stop();
  }

  protected override firstUpdated(): void {
    this.#fullText = new FullTextSearch(this.client, () => this.requestUpdate());
    this.dialog.showModal();
  }

  protected override willUpdate(): void {
    this.#entries = this.#found();
    this.chosen = Math.min(this.chosen, Math.max(0, this.#entries.length - 1));
  }

  protected override updated(): void {
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }

  override render() {
    return html`<dialog aria-label=${t("palette.label")} @close=${this.#closed} @pointerdown=${this.#pressedBeside}>
      <div class="field">
        <oc-icon name="search"></oc-icon>
        <input
          type="text"
          enterkeyhint="go"
          role="combobox"
          aria-expanded="true"
          aria-controls="results"
          aria-activedescendant=${this.#entries[this.chosen] ? `option-${this.chosen}` : nothing}
          aria-label=${t("palette.label")}
          placeholder=${t("palette.placeholder")}
          autocomplete="off"
          spellcheck="false"
          autofocus
          @input=${this.#typed}
          @keydown=${this.#moved}
        />
        <oc-kbd keys="escape"></oc-kbd>
      </div>
      <div class="results" id="results" role="listbox" aria-label=${t("palette.label")}>${this.#groups()}</div>
      ${this.#note()}
      <div class="sr" role="status">${this.query ? t("palette.results", { count: this.#entries.length }) : nothing}</div>
    </dialog>`;
  }

  #groups() {
    const groups: { name: PaletteEntry["group"]; entries: [PaletteEntry, number][] }[] = [];
    this.#entries.forEach((entry, index) => {
      if (groups.at(-1)?.name !== entry.group) groups.push({ name: entry.group, entries: [] });
      groups.at(-1)?.entries.push([entry, index]);
    });
    return groups.map(
      (group) => html`<div role="group" aria-labelledby="group-${group.name}">
        <h2 id="group-${group.name}" role="presentation">${t(`palette.${group.name}`)}</h2>
        ${group.entries.map(([entry, index]) => this.#option(entry, index))}
      </div>`,
    );
  }

  #option(entry: PaletteEntry, index: number) {
    return html`<div
      class="option ${entry.group === "said" ? "two" : ""}"
      id="option-${index}"
      role="option"
      aria-selected=${index === this.chosen ? "true" : "false"}
      @pointermove=${() => (this.chosen = index)}
      @click=${() => this.#go(entry)}
    >
      <oc-icon name=${entry.icon}></oc-icon>
      <span class="label">${marked(entry.label, entry.group === "said" ? this.query : "")}</span>
      ${entry.detail ? html`<span class="detail">${entry.detail}</span>` : nothing} ${entry.keys ? html`<oc-kbd keys=${entry.keys}></oc-kbd>` : nothing}
    </div>`;
  }

  #note() {
    const result = this.#fullText?.result;
    if (!this.query.trim() || !result) return nothing;
    if (result.state === "failed") return html`<p class="note">${t("palette.searchFailed", { reason: result.error.message })}</p>`;
    if (this.#entries.length > 0) return nothing;
    return html`<p class="note">${result.state === "searching" ? t("palette.searching") : t("palette.none", { query: this.query.trim() })}</p>`;
  }

  #found(): PaletteEntry[] {
    const now = Date.now();
    const threads = (this.sessions ?? []).map((thread) => threadEntry(thread, now));
    const commands = commandEntries({
      can: (capability) => this.workspace?.capabilities.includes(capability) ?? true,
      theme: this.theme,
      showShortcuts: this.#shortcuts,
      signOut: this.#signOut,
    });
    if (!this.query.trim()) {
      const recent = threads.slice(0, MOST.recent).map((entry) => ({ ...entry, group: "recent" as const }));
      return [...recent, ...commands.filter((entry) => entry.group === "commands"), ...commands.filter((entry) => entry.group === "settings").slice(0, 4)];
    }
    const text = (entry: PaletteEntry) => `${entry.label} ${entry.also ?? ""}`;
    const fits = fuzzy(commands, this.query, text);
    const result = this.#fullText?.result;
    return [
      ...fuzzy(threads, this.query, text).slice(0, MOST.threads),
      ...fits.filter((entry) => entry.group === "commands").slice(0, MOST.commands),
      ...fits.filter((entry) => entry.group === "settings").slice(0, MOST.settings),
      ...(result && "hits" in result ? result.hits.map(hitEntry).slice(0, MOST.said) : []),
    ];
  }

  #typed(event: Event): void {
    this.query = (event.target as HTMLInputElement).value;
    this.chosen = 0;
    this.#fullText?.ask(this.query);
  }

  #moved(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const last = this.#entries.length - 1;
    const to = {
      ArrowDown: this.chosen === last ? 0 : this.chosen + 1,
      ArrowUp: this.chosen === 0 ? last : this.chosen - 1,
      PageDown: Math.min(last, this.chosen + 8),
      PageUp: Math.max(0, this.chosen - 8),
    }[event.key];
    if (to !== undefined) this.chosen = Math.max(0, to);
    else if (event.key === "Enter") this.#go(this.#entries[this.chosen]);
    else return;
    event.preventDefault();
  }

  #go(entry: PaletteEntry | undefined): void {
    if (!entry) return;
    this.dialog.close();
    if (entry.href) this.router.go(entry.href);
    entry.run?.();
  }

  readonly #shortcuts = (): void => void this.dispatchEvent(new CustomEvent("oc-show-shortcuts"));
  readonly #signOut = (): void => void this.dispatchEvent(new CustomEvent("oc-sign-out", { bubbles: true, composed: true }));

  #closed(): void {
    this.dispatchEvent(new CustomEvent("oc-closed"));
  }
  #pressedBeside(event: PointerEvent): void {
    if (event.target === this.dialog) this.dialog.close();
  }
}

/** The text with the typed words emphasised. */
function marked(text: string, query: string) {
  const words = query
    .trim()
    .split(/\s+/)
    .filter((word) => word.length > 1);
  if (words.length === 0) return text;
  const pattern = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "giu");
  return text.split(pattern).map((part, index) => (index % 2 === 1 ? html`<mark>${part}</mark>` : part));
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-palette": OcPalette;
  }
}
