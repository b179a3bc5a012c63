import { html, LitElement, nothing } from "lit";
import { property, query } from "lit/decorators.js";
import { baseStyles } from "../../styles/base.js";
import { panelStyles } from "../popover/panel.styles.js";
import type { Placement } from "../popover/place.js";
import { PopoverController } from "../popover/popover-controller.js";
import type { MenuEntry, MenuItem } from "./menu-item.js";
import { menuStyles } from "./oc-menu.styles.js";

/**
 * A button and the list of actions it opens.
 * @slot trigger - the button
 * @fires oc-menu-selected - detail is the chosen {@link MenuItem}
 * Keyboard: arrows, Home, End and first letters move; Enter chooses; Escape or Tab closes and goes back to the trigger.
 */
export class OcMenu extends LitElement {
  static override styles = [baseStyles, panelStyles, menuStyles];

  readonly #popover = new PopoverController(this, {
    panel: () => this.panel,
    placement: () => this.placement,
    opened: () => (this.#buttons().find((button) => button.ariaChecked === "true") ?? this.#buttons()[0])?.focus(),
  });

  @query("[popover]") private panel!: HTMLElement;

  @property({ attribute: false }) items: readonly MenuEntry[] = [];
  @property() placement: Placement = "bottom-end";
  /** Accessible name of the list. */
  @property() label = "";

  /** Opens at another element, such as the row of a context menu. */
  showAt(anchor: HTMLElement): void {
    this.#popover.show("pointer", anchor);
  }
  hide(): void {
    this.#popover.hide();
  }

  override render() {
    return html`
      <slot name="trigger" @slotchange=${this.#triggerChanged}></slot>
      <div popover="auto" role="menu" aria-label=${this.label} @toggle=${this.#popover.toggled} @keydown=${this.#moved}>
        ${this.items.map((entry) => (entry === "separator" ? html`<hr />` : this.#item(entry)))}
      </div>
    `;
  }

  #item(item: MenuItem) {
    const choice = item.checked !== undefined;
    return html`<button
      type="button"
      class="item ${item.danger ? "danger" : ""}"
      role=${choice ? "menuitemradio" : "menuitem"}
      aria-checked=${choice ? String(item.checked) : nothing}
      aria-disabled=${item.disabled ? "true" : nothing}
      tabindex="-1"
      @click=${() => this.#choose(item)}
    >
      ${item.icon ? html`<oc-icon name=${item.icon}></oc-icon>` : nothing}
      <span class="text">${item.label}${item.detail ? html`<small>${item.detail}</small>` : nothing}</span>
      ${item.keys ? html`<oc-kbd keys=${item.keys}></oc-kbd>` : nothing} ${item.checked ? html`<oc-icon class="check" name="check"></oc-icon>` : nothing}
    </button>`;
  }

  #triggerChanged(event: Event): void {
    this.#popover.attach((event.target as HTMLSlotElement).assignedElements()[0] as HTMLElement | undefined, "menu");
  }

  #choose(item: MenuItem): void {
    if (item.disabled) return;
    this.#popover.hide();
    this.dispatchEvent(new CustomEvent<MenuItem>("oc-menu-selected", { detail: item }));
  }

  #buttons(): HTMLElement[] {
    return [...(this.panel?.querySelectorAll<HTMLElement>(".item") ?? [])];
  }

  #moved(event: KeyboardEvent): void {
    const buttons = this.#buttons();
    const at = buttons.indexOf(this.shadowRoot!.activeElement as HTMLElement);
    const to = nextIndex(event, buttons, at);
    if (event.key === "Tab") this.#popover.hide();
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    buttons[to]?.focus();
  }
}

function nextIndex(event: KeyboardEvent, buttons: HTMLElement[], at: number): number | undefined {
  const count = buttons.length;
  if (event.key === "ArrowDown") return (at + 1) % count;
  if (event.key === "ArrowUp") return (at - 1 + count) % count;
  if (event.key === "Home") return 0;
  if (event.key === "End") return count - 1;
  if (event.key.length !== 1 || event.key === " " || event.metaKey || event.ctrlKey || event.altKey) return undefined;
  const letter = event.key.toLowerCase();
  for (let step = 1; step <= count; step++) {
    const index = (at + step) % count;
    if (buttons[index]?.textContent?.trim().toLowerCase().startsWith(letter)) return index;
  }
  return undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-menu": OcMenu;
  }
  interface HTMLElementEventMap {
    "oc-menu-selected": CustomEvent<MenuItem>;
  }
}
