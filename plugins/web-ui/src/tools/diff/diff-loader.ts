import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Fetches the diff view when its host first has a diff to show, and draws the host again when it is there or cannot be had. */
export class DiffLoader implements ReactiveController {
  state: "idle" | "loading" | "ready" | "failed" = "idle";

  constructor(readonly host: ReactiveControllerHost) {
    host.addController(this);
  }
  hostConnected(): void {
    if (this.state === "failed") this.state = "idle";
  }

  /** Call while drawing. */
  want(): void {
    if (this.state === "idle") void this.#load();
  }

  async #load(): Promise<void> {
    this.state = "loading";
    try {
      await import("./define.js");
      this.state = "ready";
    } catch {
      // Its code could not be fetched: the host shows the patch as text, which says the same with less comfort.
      this.state = "failed";
    }
    this.host.requestUpdate();
  }
}
