import { css, html, LitElement, nothing } from "lit";
import { query, state } from "lit/decorators.js";
import { place } from "../popover/place.js";

const DELAY_MS = 450;
/** After one was shown, the next comes at once for this long. */
const WARM_MS = 600;

/**
 * One bubble for the whole page: any element, in any shadow root, with `data-tip="Rename"` (and `data-keys="mod+k"`) gets it on hover and on
 * keyboard focus. It repeats what the element's accessible name says and is hidden from screen readers. Escape and a press hide it.
 */
export class OcTooltipLayer extends LitElement {
  static override styles = css`
    div {
      position: fixed;
      inset: auto;
      margin: 0;
      padding: 4px 9px;
      border: 0;
      border-radius: var(--oc-r-s);
      background: var(--oc-text);
      color: var(--oc-page);
      font: 500 var(--oc-size-xs) / 1.5 var(--oc-font-ui);
      pointer-events: none;
      --oc-kbd-color: color-mix(in srgb, var(--oc-page) 72%, transparent);
    }
    oc-kbd {
      margin-inline-start: 8px;
    }
  `;

  @query("div") private bubble!: HTMLElement;
  @state() private text = "";
  @state() private keys = "";
  #target: HTMLElement | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hiddenAt = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("pointerover", this.#over);
    document.addEventListener("focusin", this.#focused);
    for (const type of ["pointerdown", "focusout", "keydown"]) document.addEventListener(type, this.#hide, { capture: true });
    document.addEventListener("scroll", this.#hide, { capture: true, passive: true });
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("pointerover", this.#over);
    document.removeEventListener("focusin", this.#focused);
    for (const type of ["pointerdown", "focusout", "keydown", "scroll"]) document.removeEventListener(type, this.#hide, { capture: true });
    clearTimeout(this.#timer);
  }

  override render() {
    return html`<div popover="manual" aria-hidden="true">${this.text}${this.keys ? html`<oc-kbd keys=${this.keys}></oc-kbd>` : nothing}</div>`;
  }

  readonly #over = (event: PointerEvent): void => {
    if (event.pointerType !== "mouse") return;
    this.#aim(targetOf(event));
  };
  readonly #focused = (event: FocusEvent): void => {
    const target = targetOf(event);
    if (target?.matches(":focus-visible")) this.#aim(target);
  };

  #aim(target: HTMLElement | undefined): void {
    if (target === this.#target) return;
    this.#hide();
    this.#target = target;
    if (!target) return;
    const delay = performance.now() - this.#hiddenAt < WARM_MS ? 0 : DELAY_MS;
    this.#timer = setTimeout(() => void this.#show(target), delay);
  }

  async #show(target: HTMLElement): Promise<void> {
    // An open menu says enough.
    if (!target.isConnected || target.getAttribute("aria-expanded") === "true") return;
    this.text = target.dataset.tip ?? "";
    this.keys = target.dataset.keys ?? "";
    await this.updateComplete;
    if (this.#target !== target || !this.text) return;
    this.bubble.showPopover();
    const size = { width: this.bubble.offsetWidth, height: this.bubble.offsetHeight };
    const view = { width: innerWidth, height: innerHeight };
    const { left, top } = place(target.getBoundingClientRect(), size, view, "bottom");
    this.bubble.style.left = `${Math.round(left)}px`;
    this.bubble.style.top = `${Math.round(top)}px`;
  }

  readonly #hide = (): void => {
    clearTimeout(this.#timer);
    this.#target = undefined;
    if (!this.bubble?.matches(":popover-open")) return;
    this.#hiddenAt = performance.now();
    this.bubble.hidePopover();
  };
}

function targetOf(event: Event): HTMLElement | undefined {
  for (const node of event.composedPath()) if (node instanceof HTMLElement && node.dataset.tip) return node;
  return undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-tooltip-layer": OcTooltipLayer;
  }
}
