import { clearScreenDown, cursorTo, type Interface, moveCursor } from "node:readline";
import { styleText } from "node:util";
import { wrapAnsi } from "fast-wrap-ansi";
import type { ChatFrame } from "./fake-chat.js";
import { formatMessage, type SavedFiles } from "./format.js";

/** The conversation above the line that somebody types: what grows is drawn again in its place, as long as it is the newest. */
export class Screen {
  /** The newest message and how many rows it takes. */
  #last: { id: string; rows: number } | undefined;
  #isTyping = false;

  constructor(
    private readonly line: Interface,
    private readonly out: NodeJS.WriteStream,
    private readonly saved: SavedFiles,
  ) {}

  show(frame: ChatFrame): void {
    switch (frame.type) {
      case "message":
      case "edited":
        this.#isTyping = false;
        this.#draw(frame.message.id, formatMessage(frame.message, this.saved));
        break;
      case "notice":
        this.#draw(undefined, styleText("dim", `(only you see this) ${frame.text}`));
        break;
      case "typing":
        if (!this.#isTyping) this.#prompt((this.#isTyping = true));
        break;
      default:
    }
  }

  /** A line of this program. */
  tell(text: string): void {
    this.#draw(undefined, styleText("dim", text));
  }

  #draw(id: string | undefined, text: string): void {
    const rows = wrapAnsi(text, Math.max(20, this.out.columns - 1), { hard: true, trim: false }).split("\n");
    this.#leavePrompt();
    if (id !== undefined && this.#last?.id === id) {
      moveCursor(this.out, 0, -(this.#last.rows + 1));
      clearScreenDown(this.out);
    }
    this.out.write(`${rows.join("\n")}\n\n`);
    this.#last = id === undefined ? undefined : { id, rows: rows.length };
    this.#prompt(this.#isTyping);
  }

  /** To the beginning of the line that is being typed, which goes away. */
  #leavePrompt(): void {
    const { rows } = this.line.getCursorPos();
    moveCursor(this.out, 0, -rows);
    cursorTo(this.out, 0);
    clearScreenDown(this.out);
  }

  #prompt(isTyping: boolean): void {
    this.line.setPrompt(isTyping ? "(typing …) > " : "> ");
    this.line.prompt(true);
  }
}
