import type { ReactiveController, ReactiveControllerHost } from "lit";
import { type Placement, place } from "./place.js";

export interface PopoverOptions {
  panel: () => HTMLElement | null | undefined;
  placement: () => Placement;
  /** After the panel is shown, before the next paint. */
  opened?: (how: "pointer" | "keyboard") => void;
  closed?: () => void;
}

/**
 * Opens a `popover="auto"` panel next to a trigger: Escape, a press outside and a second press on the trigger close it, focus goes back to the
 * trigger, and it keeps its place while the page scrolls or the window changes. One of them is open at a time, as the platform has it.
 */
export class PopoverController implements ReactiveController {
  #trigger: HTMLElement | undefined;
  #wasOpen = false;

  constructor(
    readonly host: ReactiveControllerHost & HTMLElement,
    readonly options: PopoverOptions,
  ) {
    host.addController(this);
  }

  get open(): boolean {
    return this.options.panel()?.matches(":popover-open") ?? false;
  }

  hostDisconnected(): void {
    this.#stopFollowing();
  }

  /** Wires a slotted trigger; call again when the slot changes. */
  attach(trigger: HTMLElement | undefined, role: "menu" | "dialog" | "listbox"): void {
    if (trigger === this.#trigger) return;
    this.#trigger = trigger;
    if (!trigger) return;
    trigger.setAttribute("aria-haspopup", role);
    trigger.setAttribute("aria-expanded", String(this.open));
    // The press that reaches an open panel's trigger has already closed it by the time of the click.
    trigger.addEventListener("pointerdown", () => {
      this.#wasOpen = this.open;
    });
    trigger.addEventListener("click", (event) => {
      const reopen = this.#wasOpen && event.detail > 0;
      this.#wasOpen = false;
      if (reopen || this.open) this.hide();
      else this.show(event.detail > 0 ? "pointer" : "keyboard");
    });
    trigger.addEventListener("keydown", (event) => {
      if (role === "dialog" || this.open || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
      event.preventDefault();
      this.show("keyboard");
    });
  }

  show(how: "pointer" | "keyboard" = "pointer", anchor: HTMLElement | undefined = this.#trigger): void {
    const panel = this.options.panel();
    if (!panel || !anchor || this.open) return;
    this.#trigger = anchor;
    panel.showPopover();
    this.#trigger.setAttribute("aria-expanded", "true");
    this.#follow();
    addEventListener("scroll", this.#follow, { capture: true, passive: true });
    addEventListener("resize", this.#follow, { passive: true });
    this.options.opened?.(how);
  }

  hide(): void {
    if (this.open) this.options.panel()?.hidePopover();
  }

  /** Bind to the panel's `toggle` event. */
  readonly toggled = (event: Event): void => {
    if ((event as ToggleEvent).newState !== "closed") return;
    this.#stopFollowing();
    this.#trigger?.setAttribute("aria-expanded", "false");
    const active = (this.host.getRootNode() as Document | ShadowRoot).activeElement;
    if (this.host.shadowRoot?.activeElement || active === null || active === document.body) this.#trigger?.focus({ preventScroll: true });
    this.options.closed?.();
  };

  readonly #follow = (): void => {
    const panel = this.options.panel();
    if (!panel || !this.#trigger || getComputedStyle(panel).getPropertyValue("--sheet").trim() === "1") return;
    const rtl = getComputedStyle(panel).direction === "rtl";
    const size = { width: panel.offsetWidth, height: panel.offsetHeight };
    const view = { width: document.documentElement.clientWidth, height: innerHeight };
    const { left, top } = place(this.#trigger.getBoundingClientRect(), size, view, this.options.placement(), rtl);
    panel.style.left = `${Math.round(left)}px`;
    panel.style.top = `${Math.round(top)}px`;
  };

  #stopFollowing(): void {
    removeEventListener("scroll", this.#follow, { capture: true });
    removeEventListener("resize", this.#follow);
  }
}
