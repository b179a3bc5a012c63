/** Changes at least this far apart are drawn one by one. */
const APART_MS = 4;
/** Of the time, drawing may take one part in this many. */
const SHARE = 2;

export interface DrawPaceOptions {
  /** Draws; resolves when it is done. */
  draw(): Promise<unknown>;
  /** Nobody sees the page. */
  hidden(): boolean;
  now(): number;
  /** Calls back before the next frame is painted; never while the page is hidden. Returns what cancels it. */
  frame(callback: () => void): () => void;
}

/**
 * When changes are drawn. In a stream as fast as people read, each at once: a word that waits for the next frame to be drawn waits for half a frame more
 * than it has to. In a faster one, or where drawing takes long, once a frame, however many there are.
 */
export class DrawPace {
  #cancelFrame: (() => void) | undefined;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #tookMs = 0;

  constructor(private readonly options: DrawPaceOptions) {}

  changed(): void {
    if (this.#cancelFrame !== undefined) return;
    const { hidden, now, frame } = this.options;
    const restMs = Math.max(APART_MS, SHARE * this.#tookMs);
    if (!hidden() && now() - this.#drawnAt >= restMs) this.#draw();
    else
      this.#cancelFrame = frame(() => {
        this.#cancelFrame = undefined;
        this.#draw();
      });
  }

  stop(): void {
    this.#cancelFrame?.();
    this.#cancelFrame = undefined;
  }

  #draw(): void {
    const { draw, now } = this.options;
    const began = now();
    this.#drawnAt = began;
    const done = () => void (this.#tookMs = now() - began);
    draw().then(done, done);
  }
}
