import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Whether a media query matches, kept up to date. */
export class MediaController implements ReactiveController {
  readonly #query: MediaQueryList;

  constructor(
    readonly host: ReactiveControllerHost,
    query: string,
  ) {
    this.#query = matchMedia(query);
    host.addController(this);
  }
  get matches(): boolean {
    return this.#query.matches;
  }
  hostConnected(): void {
    this.#query.addEventListener("change", this.#changed);
  }
  hostDisconnected(): void {
    this.#query.removeEventListener("change", this.#changed);
  }
  readonly #changed = (): void => this.host.requestUpdate();
}

/** A phone, or a window as narrow as one: the rail is a drawer, menus are sheets. */
export const NARROW = "(max-width: 720px)";
