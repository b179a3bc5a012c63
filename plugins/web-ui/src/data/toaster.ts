export interface ToastOptions {
  text: string;
  /** `alert` interrupts a screen reader and stays until it is dismissed. */
  tone?: "info" | "ok" | "alert";
  /** One thing that can be done about it. */
  action?: { label: string; run: () => void };
  /** Default 6 s; never for `alert`. */
  durationMs?: number;
  /** Called when it goes away without its action, at the latest when the page is left. */
  settled?: () => void;
}
export interface Toast extends ToastOptions {
  id: number;
}

const DURATION_MS = 6_000;
const MOST = 3;

/** The short messages at the edge of the screen. Time stands still while the person points at them or has the focus there. */
export class Toaster extends EventTarget {
  items: readonly Toast[] = [];
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #last = 0;

  /** Returns what takes it away again. */
  show(options: ToastOptions): () => void {
    const toast: Toast = { ...options, id: ++this.#last };
    for (const old of this.items.slice(0, Math.max(0, this.items.length + 1 - MOST))) this.#settle(old.id);
    this.items = [...this.items, toast];
    this.#start(toast);
    this.#changed();
    return () => this.#settle(toast.id);
  }

  act(id: number): void {
    const toast = this.#take(id);
    toast?.action?.run();
  }
  dismiss(id: number): void {
    this.#settle(id);
  }
  pause(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
  resume(): void {
    for (const toast of this.items) this.#start(toast);
  }
  /** Ends all of them now, as when the page is left. */
  settleAll(): void {
    for (const toast of this.items) this.#settle(toast.id);
  }

  #start(toast: Toast): void {
    if (toast.tone === "alert" || this.#timers.has(toast.id)) return;
    this.#timers.set(
      toast.id,
      setTimeout(() => this.#settle(toast.id), toast.durationMs ?? DURATION_MS),
    );
  }
  #settle(id: number): void {
    this.#take(id)?.settled?.();
  }
  #take(id: number): Toast | undefined {
    const toast = this.items.find((item) => item.id === id);
    if (!toast) return undefined;
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.items = this.items.filter((item) => item.id !== id);
    this.#changed();
    return toast;
  }
  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}
