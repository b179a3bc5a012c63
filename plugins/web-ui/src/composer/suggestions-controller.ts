import { html, nothing, type ReactiveController, type ReactiveControllerHost } from "lit";
import { t } from "../i18n/t.js";
import { type CommandName, type Situation, type Suggestion, type Suggestions, suggest } from "./suggestions.js";

export interface SuggestionPorts {
  field: () => HTMLTextAreaElement | undefined;
  situation: () => Situation;
  /** A command that needs no argument was chosen. */
  run: (name: CommandName) => void;
  changed: () => void;
}

/** The list above the field while a command or an agent is being named. The focus stays in the field. */
export class SuggestionsController implements ReactiveController {
  #shown: Suggestions | undefined;
  #active = 0;
  /** The word for which the list was closed by hand. */
  #dismissed: string | undefined;

  constructor(
    readonly host: ReactiveControllerHost & HTMLElement,
    readonly ports: SuggestionPorts,
  ) {
    host.addController(this);
  }
  hostConnected(): void {
    this.#shown = undefined;
  }

  get open(): boolean {
    return this.#shown !== undefined;
  }
  get activeId(): string | undefined {
    return this.#shown ? `suggestion-${this.#active}` : undefined;
  }

  /** Looks again at the word at the cursor. */
  readonly refresh = (): void => {
    const field = this.ports.field();
    const next = field && field.selectionStart === field.selectionEnd ? suggest(field.value, field.selectionStart, this.ports.situation()) : undefined;
    const word = field && next ? field.value.slice(next.from, next.to) : undefined;
    if (word !== this.#dismissed) this.#dismissed = undefined;
    const shown = this.#dismissed === undefined ? next : undefined;
    if (shown === undefined && this.#shown === undefined) return;
    if (shown?.items.map((item) => item.id).join() !== this.#shown?.items.map((item) => item.id).join()) this.#active = 0;
    this.#shown = shown;
    this.host.requestUpdate();
  };

  readonly close = (): void => {
    if (!this.#shown) return;
    this.#shown = undefined;
    this.host.requestUpdate();
  };

  /** Returns true when the list has answered the key. */
  keyed(event: KeyboardEvent): boolean {
    const shown = this.#shown;
    if (!shown || event.metaKey || event.ctrlKey || event.altKey) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.#active = (this.#active + (event.key === "ArrowDown" ? 1 : -1) + shown.items.length) % shown.items.length;
      this.host.requestUpdate();
      void this.host.updateComplete.then(() => this.host.shadowRoot?.querySelector(".suggestion.active")?.scrollIntoView({ block: "nearest" }));
    } else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") this.#choose(shown.items[this.#active]!);
    else if (event.key === "Escape") {
      this.#dismissed = this.ports.field()?.value.slice(shown.from, shown.to);
      this.close();
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  render() {
    if (!this.#shown) return nothing;
    return html`<div class="suggestions" id="suggestions" role="listbox" aria-label=${t("composer.suggestions")}>
      ${this.#shown.items.map(
        (item, i) => html`<div
          class="suggestion ${i === this.#active ? "active" : ""}"
          id="suggestion-${i}"
          role="option"
          aria-selected=${i === this.#active}
          @pointerdown=${(event: Event) => event.preventDefault()}
          @click=${() => this.#choose(item)}
        >
          <b>${item.id}</b><span>${item.kind === "command" ? t(item.label) : item.detail}</span>
        </div>`,
      )}
    </div>`;
  }

  #choose(item: Suggestion): void {
    const shown = this.#shown;
    const field = this.ports.field();
    this.close();
    if (!shown || !field) return;
    if (item.kind === "command" && !item.argument) {
      this.ports.run(item.name);
      return;
    }
    field.focus();
    field.setSelectionRange(shown.from, shown.to);
    insert(field, `${item.id} `);
    this.ports.changed();
  }
}

/** Replaces the selection as typing would, so that it can be undone. */
function insert(field: HTMLTextAreaElement, text: string): void {
  if (!document.execCommand("insertText", false, text)) field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
}
