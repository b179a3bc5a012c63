import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Draws its host again each `everyMs` (default a minute) while it is shown, so that "4 min" stays true. */
export class NowController implements ReactiveController {
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    readonly host: ReactiveControllerHost,
    readonly everyMs = 60_000,
  ) {
    host.addController(this);
  }
  get now(): number {
    return Date.now();
  }
  hostConnected(): void {
    this.#timer = setInterval(() => this.host.requestUpdate(), this.everyMs);
  }
  hostDisconnected(): void {
    clearInterval(this.#timer);
  }
}
