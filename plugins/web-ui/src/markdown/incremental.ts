import { blockNodes, lexBlocks } from "./blocks.js";
import type { MarkdownNode } from "./nodes.js";

/** A drawn block. The same object is returned as long as it has not changed, so identity tells what to draw again. */
export interface DrawnBlock {
  /** Position among the blocks; stable while the text only grows. */
  key: number;
  nodes: MarkdownNode[];
  /** What it was made from; the same source makes the same nodes. */
  source: string;
}

/** Blocks at the end that later text may still join or split. See {@link IncrementalMarkdown}. */
const OPEN_BLOCKS = 2;

/** Without a blank line before it, how a block reads may hang on the one above (a list cannot always interrupt a paragraph). */
const AFTER_BLANK_LINE = /\n[ \t]*\n$/;

/**
 * Renders a text that grows at its end. Finished blocks are frozen; only the last ones are lexed and drawn again.
 *
 * Where a block begins after a blank line is settled once its first line is complete, which is certain for every block that
 * is followed by another. So the two last blocks stay open and everything before them is frozen. A link definition changes how all other
 * blocks read: a text that has one (rare in answers) is lexed whole each time, and only what came out different is drawn.
 */
export class IncrementalMarkdown {
  #raw = "";
  #source = "";
  /** Characters of `#source` whose blocks are frozen. */
  #settled = 0;
  #frozen: DrawnBlock[] = [];
  #open: DrawnBlock[] = [];
  #hasLinks = false;

  /** Blocks of `text`, which may be any text; continuing the last one is the fast path. */
  update(text: string): readonly DrawnBlock[] {
    if (text !== this.#raw) {
      if (!text.startsWith(this.#raw)) this.#restart();
      this.#read(text);
      this.#place();
    }
    return [...this.#frozen, ...this.#open];
  }

  /** A final carriage return may be the first half of a line end: it is taken back and read again with what follows. */
  #read(text: string): void {
    const half = this.#raw.endsWith("\r") ? 1 : 0;
    const kept = half ? this.#source.slice(0, -1) : this.#source;
    this.#source = kept + text.slice(this.#raw.length - half).replace(/\r\n|\r/g, "\n");
    this.#raw = text;
  }

  #place(): void {
    let tokens = lexBlocks(this.#source.slice(this.#settled));
    if (!this.#hasLinks && Object.keys(tokens.links).length > 0) {
      this.#hasLinks = true;
      this.#open = [...this.#frozen, ...this.#open];
      this.#frozen = [];
      if (this.#settled > 0) tokens = lexBlocks(this.#source);
      this.#settled = 0;
    }
    const first = this.#frozen.length;
    const drawn: DrawnBlock[] = [];
    const starts: number[] = [];
    const links = this.#hasLinks ? JSON.stringify(tokens.links) : "";
    let offset = this.#settled;
    for (const token of tokens) {
      const source = `${token.type}\n${links}\n${token.raw}`;
      const before = this.#open[drawn.length];
      const block = before?.source === source ? before : { key: first + drawn.length, nodes: blockNodes(token), source };
      if (block.nodes.length > 0) {
        drawn.push(block);
        starts.push(offset);
      }
      offset += token.raw.length;
    }
    let freeze = this.#hasLinks ? 0 : Math.max(0, drawn.length - OPEN_BLOCKS);
    while (freeze > 0 && !AFTER_BLANK_LINE.test(this.#source.slice(Math.max(0, starts[freeze]! - 200), starts[freeze]))) freeze--;
    this.#frozen.push(...drawn.slice(0, freeze));
    this.#open = drawn.slice(freeze);
    if (freeze > 0) this.#settled = starts[freeze] ?? offset;
  }

  #restart(): void {
    this.#raw = "";
    this.#source = "";
    this.#settled = 0;
    this.#frozen = [];
    this.#open = [];
    this.#hasLinks = false;
  }
}
