import type { Catalog, ModelRef } from "@open-cowork/shared";
import { html, LitElement, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { Star } from "lucide";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { compact } from "../../thread/format.js";
import { chipStyles } from "../chip.styles.js";
import { modelKey, preferences } from "../preferences.js";
import { modelGroups } from "./model-groups.js";
import { modelPickerStyles } from "./model-picker.styles.js";

type Entry = Catalog["models"][number];

/** From here on typing is quicker than looking. */
const FILTERED_FROM = 8;

/**
 * The model of the next message: by provider, favourites first.
 * @fires oc-model-chosen - detail is a ModelRef
 * Keyboard: type to filter, arrows to move, Enter to choose, Escape to leave; F2 marks a favourite.
 */
export class OcModelPicker extends LitElement {
  static override styles = [baseStyles, chipStyles, modelPickerStyles];

  @query("oc-popover") private popover_!: HTMLElement & { hide(): void };
  @state() private filter = "";
  @state() private active = 0;
  @state() private favourites = preferences.favourites;

  @property({ attribute: false }) models: readonly Entry[] = [];
  @property({ attribute: false }) chosen?: ModelRef;

  override render() {
    const current = this.models.find((entry) => this.#is(entry, this.chosen));
    const name = current?.model.name ?? this.chosen?.model ?? t("composer.model");
    return html`
      <oc-popover placement="top-start" label=${t("composer.chooseModel")} @oc-opened=${this.#opened} @oc-closed=${() => (this.filter = "")}>
        <button slot="trigger" type="button" class="chip" aria-label=${t("composer.modelIs", { name })} data-tip=${t("composer.chooseModel")}>
          <span class="text">${name}</span><oc-icon name="chevron-down"></oc-icon>
        </button>
        <div class="panel" @keydown=${this.#keyed}>
          <input
            class="filter ${this.models.length >= FILTERED_FROM ? "" : "sr"}"
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls="list"
            aria-activedescendant="option-${this.active}"
            aria-label=${t("composer.filterModels")}
            placeholder=${t("composer.filterModels")}
            autocomplete="off"
            spellcheck="false"
            .value=${this.filter}
            @input=${this.#filtered}
          />
          ${this.#list()}
        </div>
      </oc-popover>
    `;
  }

  #list() {
    const groups = modelGroups(this.models, this.filter, this.favourites);
    if (groups.length === 0) return html`<p class="none">${t("composer.noModel")}</p>`;
    let index = 0;
    return html`<div id="list" role="listbox" aria-label=${t("composer.chooseModel")}>
      ${groups.map(
        (group) => html`<div role="group" aria-label=${group.name || t("composer.favourites")}>
          <div class="group" aria-hidden="true">${group.name || t("composer.favourites")}</div>
          ${group.entries.map((entry) => this.#option(entry, index++))}
        </div>`,
      )}
    </div>`;
  }

  #option(entry: Entry, index: number) {
    const chosen = this.#is(entry, this.chosen);
    const starred = this.favourites.has(keyOf(entry));
    const facts = [
      entry.model.context ? t("composer.context", { amount: compact(entry.model.context) }) : "",
      entry.model.reasoning ? t("composer.thinks") : "",
    ];
    return html`<div
      id="option-${index}"
      role="option"
      class="option ${index === this.active ? "active" : ""}"
      aria-selected=${chosen}
      @click=${() => this.#choose(entry)}
      @pointermove=${() => (this.active = index)}
    >
      <oc-icon name=${chosen ? "check" : nothing}></oc-icon>
      <span class="name">${entry.model.name}<small>${facts.filter((fact) => fact !== "").join(" · ")}</small></span>
      <span
        class="star ${starred ? "on" : ""}"
        data-tip=${t(starred ? "composer.unstar" : "composer.star")}
        @click=${(event: Event) => {
          event.stopPropagation();
          this.#star(entry);
        }}
        ><oc-icon .node=${Star}></oc-icon
      ></span>
    </div>`;
  }

  #entries(): Entry[] {
    return modelGroups(this.models, this.filter, this.favourites).flatMap((group) => group.entries);
  }

  #is(entry: Entry, ref: ModelRef | undefined): boolean {
    return ref !== undefined && entry.provider === ref.provider && entry.model.id === ref.model;
  }

  #opened(): void {
    this.active = Math.max(
      0,
      this.#entries().findIndex((entry) => this.#is(entry, this.chosen)),
    );
    this.renderRoot.querySelector<HTMLInputElement>(".filter")?.focus();
    this.#reveal();
  }

  #filtered(event: InputEvent): void {
    this.filter = (event.target as HTMLInputElement).value;
    this.active = 0;
  }

  #keyed(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const entries = this.#entries();
    const entry = entries[this.active];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.active = (this.active + (event.key === "ArrowDown" ? 1 : -1) + entries.length) % Math.max(1, entries.length);
      this.#reveal();
    } else if (event.key === "Enter" && entry) this.#choose(entry);
    else if (event.key === "F2" && entry) this.#star(entry);
    else return;
    event.preventDefault();
  }

  #choose(entry: Entry): void {
    this.popover_.hide();
    this.dispatchEvent(new CustomEvent<ModelRef>("oc-model-chosen", { detail: { provider: entry.provider, model: entry.model.id } }));
  }

  #star(entry: Entry): void {
    const next = new Set(this.favourites);
    if (!next.delete(keyOf(entry))) next.add(keyOf(entry));
    preferences.favourites = this.favourites = next;
  }

  #reveal(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector(".active")?.scrollIntoView({ block: "nearest" }));
  }
}

function keyOf(entry: Entry): string {
  return modelKey({ provider: entry.provider, model: entry.model.id });
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-model-picker": OcModelPicker;
  }
  interface HTMLElementEventMap {
    "oc-model-chosen": CustomEvent<ModelRef>;
  }
}
