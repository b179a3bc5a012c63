import { css, html, LitElement } from "lit";
import { property, query } from "lit/decorators.js";
import { baseStyles } from "../../styles/base.js";
import { panelStyles } from "./panel.styles.js";
import type { Placement } from "./place.js";
import { PopoverController } from "./popover-controller.js";

/**
 * A button and the panel it opens.
 * @slot trigger - the button
 * @slot - what the panel shows; the element with `autofocus` in it gets the focus
 * @fires oc-opened - the panel was opened by the person
 * @fires oc-closed
 * Keyboard: Enter or Space on the trigger opens, Escape closes and goes back to the trigger.
 */
export class OcPopover extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      :host {
        display: inline-flex;
      }
    `,
  ];

  readonly #popover = new PopoverController(this, {
    panel: () => this.panel,
    placement: () => this.placement,
    opened: () => {
      this.querySelector<HTMLElement>("[autofocus]")?.focus();
      this.dispatchEvent(new CustomEvent("oc-opened"));
    },
    closed: () => this.dispatchEvent(new CustomEvent("oc-closed")),
  });

  @query("[popover]") private panel!: HTMLElement;

  @property() placement: Placement = "bottom-start";
  /** Accessible name of the panel. */
  @property() label = "";

  show(): void {
    this.#popover.show();
  }
  hide(): void {
    this.#popover.hide();
  }

  override render() {
    return html`
      <slot name="trigger" @slotchange=${this.#triggerChanged}></slot>
      <div popover="auto" role="dialog" aria-label=${this.label} @toggle=${this.#popover.toggled}><slot></slot></div>
    `;
  }

  #triggerChanged(event: Event): void {
    const slot = event.target as HTMLSlotElement;
    this.#popover.attach(slot.assignedElements()[0] as HTMLElement | undefined, "dialog");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-popover": OcPopover;
  }
}
