import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { CodeToken, HighlightedLines } from "./highlighter.js";
import { type Language, languageOf } from "./languages.js";

type Engine = Awaited<ReturnType<typeof load>>;

/** Longer code stays plain: colouring it would cost more than it tells. */
const MAX_CHARS = 60_000;
/** Lines coloured between two looks at the clock. */
const LINES_A_STEP = 24;
/** A turn ends when less than this is left of the idle time, in milliseconds. */
const RESERVE_MS = 4;
/** Busy pages get their colours at the latest after this. */
const LATEST_MS = 2_000;
const REMEMBERED = 60;

const memory = new Map<string, CodeToken[][]>();

/**
 * Colours code in idle time, line by line. Code may grow at its end: only whole new lines are read, so a streaming block is
 * coloured as it comes. Until a line is coloured it is shown plain, at the same height.
 */
export class HighlightController implements ReactiveController {
  /** Coloured lines from the top; shorter than the code while work remains. */
  lines: CodeToken[][] = [];
  #code = "";
  #language: Language | undefined;
  #read = 0;
  #state: HighlightedLines["state"];
  #engine: Engine | undefined;
  #scheduled = false;
  #connected = false;

  constructor(readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#connected = true;
    this.#schedule();
  }
  hostDisconnected(): void {
    this.#connected = false;
  }

  /** `complete` says that the last line will not grow. */
  set(code: string, lang: string, complete: boolean): void {
    const language = languageOf(lang);
    const text = complete && !code.endsWith("\n") ? `${code}\n` : code;
    if (language !== this.#language || !text.startsWith(this.#code.slice(0, this.#read))) this.#restart();
    this.#language = language;
    this.#code = text;
    if (language === undefined || text.length > MAX_CHARS) return;
    const known = this.#read === 0 ? memory.get(key(language, text)) : undefined;
    if (known) {
      this.lines = known;
      this.#read = text.length;
    } else this.#schedule();
  }

  #restart(): void {
    this.lines = [];
    this.#read = 0;
    this.#state = undefined;
  }

  #schedule(): void {
    if (this.#scheduled || !this.#connected || !this.#language || this.#code.length > MAX_CHARS || !this.#code.includes("\n", this.#read)) return;
    this.#scheduled = true;
    whenIdle((left) => {
      this.#scheduled = false;
      if (this.#connected) void this.#work(left);
    });
  }

  async #work(left: () => number): Promise<void> {
    const language = this.#language;
    if (!language) return;
    const loaded = this.#engine !== undefined;
    try {
      this.#engine = await load(language);
    } catch {
      // The files of the highlighter did not arrive: the code is readable without colours, and a later block tries again.
      return;
    }
    if (!this.#connected || this.#language !== language) return;
    // Fetching has used the idle time up: the first step is one step.
    do this.#colour(language, this.#engine);
    while (loaded && left() > RESERVE_MS && this.#code.includes("\n", this.#read));
    this.host.requestUpdate();
    this.#schedule();
  }

  #colour(language: string, { highlighter, highlightLines }: Engine): void {
    let end = this.#read;
    for (let i = 0; i < LINES_A_STEP; i++) {
      const next = this.#code.indexOf("\n", end);
      if (next < 0) break;
      end = next + 1;
    }
    if (end === this.#read) return;
    const { lines, state } = highlightLines(highlighter, this.#code.slice(this.#read, end - 1), language, this.#state);
    this.lines = [...this.lines, ...lines];
    this.#state = state;
    this.#read = end;
    if (end === this.#code.length) remember(key(language, this.#code), this.lines);
  }
}

async function load(language: Language) {
  const { prepare, highlightLines } = await import("./highlighter.js");
  return { highlighter: await prepare(language), highlightLines };
}

const key = (language: string, code: string) => `${language}\n${code}`;

function remember(name: string, lines: CodeToken[][]): void {
  memory.delete(name);
  memory.set(name, lines);
  if (memory.size > REMEMBERED) memory.delete(memory.keys().next().value!);
}

/** Runs `work` when the browser has nothing better to do; it is given how many milliseconds it may take. */
function whenIdle(work: (left: () => number) => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback((deadline) => work(() => deadline.timeRemaining()), { timeout: LATEST_MS });
  else setTimeout(() => work(() => 0), 16);
}
