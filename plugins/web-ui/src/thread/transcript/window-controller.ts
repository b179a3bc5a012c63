import type { ReactiveController, ReactiveControllerHost } from "lit";
import { Heights } from "../rows/heights.js";
import type { Row } from "../rows/row-builder.js";
import { estimateHeight } from "./estimate.js";

/** A row and where its upper edge stands below the upper edge of the viewport, in pixels. */
export interface Anchor {
  id: string;
  offset: number;
}

export interface WindowParts {
  scroller: HTMLElement;
  /** Stands in for the rows above the window, and below it. */
  above: HTMLElement;
  below: HTMLElement;
  /** Its children are the rows of the window, in order, one element each. */
  rows: HTMLElement;
}

/** Screens drawn above and below what is seen, and how many may be left before more are drawn: small steps, so that no frame has much to do. */
const SPARE = 1;
const THIN = 0.75;
/** Closer to the end than this counts as being there. */
const AT_END = 24;

/**
 * Draws only the rows near the viewport, and keeps what the reader sees in its place while rows are measured, appended and
 * changed around it. While {@link following}, the end of the transcript stays in view; scrolling up stops that, reaching the
 * end starts it again. Everything is corrected in a ResizeObserver, after layout and before paint, so nothing is seen to jump.
 */
export class WindowController implements ReactiveController {
  following = true;
  /** Rows to draw: [first, end). */
  first = 0;
  end = 0;
  #rows: readonly Row[] = [];
  #index = new Map<string, number>();
  readonly #heights = new Heights();
  readonly #measured = new Map<string, number>();
  readonly #elements = new Set<Element>();
  #anchor: Anchor | undefined;
  /** The anchor says where to go, rather than where the reader is. */
  #going = false;
  /** The next drawing is to bring the end into view, whether or not anything has grown. */
  #jumps = false;
  #lastTop = 0;
  /** Of the viewport, in pixels. Kept, because to ask for it after a change is to have the page laid out at once. */
  #size = { width: 720, height: 900 };
  #observer: ResizeObserver | undefined;

  constructor(
    readonly host: ReactiveControllerHost,
    readonly parts: () => WindowParts | undefined,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer = new ResizeObserver((entries) => this.#resized(entries));
  }
  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#observer = undefined;
    this.#elements.clear();
  }

  /** Where the reader is, to come back to; undefined at the end of the transcript. */
  get position(): Anchor | undefined {
    return this.following ? undefined : this.#anchor;
  }

  /** Call before drawing. `fresh` says that the rows are others than before, not just more. */
  update(rows: readonly Row[], fresh: boolean): void {
    if (fresh) {
      this.#heights.clear();
      this.#index.clear();
    }
    this.#rows = rows;
    for (let i = this.#heights.count; i < rows.length; i++) {
      const row = rows[i]!;
      this.#index.set(row.id, i);
      this.#heights.push(this.#measured.get(row.id) ?? estimateHeight(row, this.#size.width));
    }
    this.#choose();
  }

  /** Brings a row into view and stays there. */
  goTo(id: string, offset: number): void {
    this.following = false;
    this.#anchor = { id, offset };
    this.#going = true;
    this.host.requestUpdate();
  }
  goToEnd(): void {
    this.following = true;
    this.#jumps = true;
    this.#going = false;
    this.host.requestUpdate();
  }

  /** Bind to the scroller's `scroll`. */
  readonly scrolled = (): void => {
    const parts = this.parts();
    if (!parts) return;
    const { scrollTop, scrollHeight, clientHeight } = parts.scroller;
    const moved = scrollTop - this.#lastTop;
    this.#lastTop = scrollTop;
    const left = scrollHeight - clientHeight - scrollTop;
    const was = this.following;
    if (moved < -1 && left > 1) this.following = false;
    else if (moved > 0 && left < AT_END) this.following = true;
    if (Math.abs(moved) > 1) this.#going = false;
    if (!this.#going) this.#notePosition(parts);
    if (was !== this.following || this.#isThin(parts)) this.host.requestUpdate();
  };

  /** Bind to the scroller's `wheel`: the reader pulls away from the end before the first pixel has moved. */
  readonly wheeled = (event: WheelEvent): void => {
    if (event.deltaY >= 0 || !this.following || (this.parts()?.scroller.scrollTop ?? 0) <= 0) return;
    this.following = false;
    this.host.requestUpdate();
  };

  hostUpdated(): void {
    const parts = this.parts();
    if (!parts) return;
    this.#observe(parts);
    this.#space(parts);
    // At the end, what has grown is seen by the observer, once a frame; laying out here as well would cost the same again for every word.
    if (!this.following || this.#jumps) this.#hold(parts);
    this.#jumps = false;
  }

  #choose(): void {
    const parts = this.parts();
    const view = this.#size.height;
    const total = this.#heights.total;
    const top = this.#top(parts, total, view);
    const spare = view * SPARE;
    this.first = this.#heights.indexAt(Math.max(0, top - spare));
    this.end = this.following ? this.#rows.length : Math.min(this.#rows.length, this.#heights.indexAt(top + view + spare) + 1);
  }

  /** Where the viewport begins, measured from the first row. */
  #top(parts: WindowParts | undefined, total: number, view: number): number {
    if (this.following) return Math.max(0, total - view);
    if (this.#going && this.#anchor) return this.#heights.before(this.#index.get(this.#anchor.id) ?? 0) - this.#anchor.offset;
    return parts ? parts.scroller.scrollTop - parts.above.offsetTop : 0;
  }

  /** Whether the reader is about to see the end of the drawn rows. */
  #isThin(parts: WindowParts): boolean {
    const view = parts.scroller.clientHeight;
    const top = parts.scroller.scrollTop - parts.above.offsetTop;
    const above = this.#heights.before(this.first);
    const below = this.#heights.before(this.end);
    return (this.first > 0 && top - view * THIN < above) || (this.end < this.#rows.length && top + view * (1 + THIN) > below);
  }

  #space({ above, below }: WindowParts): void {
    above.style.blockSize = `${this.#heights.before(this.first)}px`;
    below.style.blockSize = `${Math.max(0, this.#heights.total - this.#heights.before(this.end))}px`;
  }

  /** Puts the viewport back to where the reader is. */
  #hold(parts: WindowParts): void {
    const { scroller } = parts;
    if (this.following) scroller.scrollTop = scroller.scrollHeight;
    else if (this.#anchor) {
      const index = this.#index.get(this.#anchor.id);
      const element = index === undefined ? undefined : parts.rows.children[index - this.first];
      if (!element) return;
      const by = element.getBoundingClientRect().top - scroller.getBoundingClientRect().top - this.#anchor.offset;
      if (Math.abs(by) > 0.5) scroller.scrollTop += by;
    }
    this.#lastTop = scroller.scrollTop;
  }

  #notePosition({ scroller, rows }: WindowParts): void {
    const edge = scroller.getBoundingClientRect().top;
    for (let i = 0; i < rows.children.length; i++) {
      const box = rows.children[i]!.getBoundingClientRect();
      if (box.bottom > edge) {
        const row = this.#rows[this.first + i];
        if (row) this.#anchor = { id: row.id, offset: box.top - edge };
        return;
      }
    }
  }

  #observe({ rows, scroller }: WindowParts): void {
    const wanted = new Set<Element>(rows.children);
    wanted.add(scroller);
    if (rows.nextElementSibling?.nextElementSibling) wanted.add(rows.nextElementSibling.nextElementSibling);
    for (const element of this.#elements) {
      if (wanted.has(element)) continue;
      this.#observer?.unobserve(element);
      this.#elements.delete(element);
    }
    for (const element of wanted) {
      if (this.#elements.has(element)) continue;
      this.#observer?.observe(element);
      this.#elements.add(element);
    }
  }

  #resized(entries: ResizeObserverEntry[]): void {
    const parts = this.parts();
    if (!parts) return;
    this.#size = { width: parts.scroller.clientWidth, height: parts.scroller.clientHeight || this.#size.height };
    const places = new Map<Element, number>();
    for (let i = 0; i < parts.rows.children.length; i++) places.set(parts.rows.children[i]!, this.first + i);
    for (const { target, borderBoxSize } of entries) {
      const row = this.#rows[places.get(target) ?? -1];
      const height = borderBoxSize[0]?.blockSize;
      if (!row || height === undefined) continue;
      this.#measured.set(row.id, height);
      this.#heights.set(this.#index.get(row.id)!, height);
    }
    this.#space(parts);
    this.#hold(parts);
    if (this.#isThin(parts)) this.host.requestUpdate();
  }
}
