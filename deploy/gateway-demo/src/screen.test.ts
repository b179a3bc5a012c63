import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { expect } from "chai";
import type { ChatMessage } from "./fake-chat.js";
import { Screen } from "./screen.js";

/** As much of a terminal as the screen uses: text, line breaks, moving up and to a column, clearing downwards. */
class Terminal extends PassThrough {
  readonly isTTY = true;
  readonly columns = 40;
  readonly rows = 24;
  #lines: string[] = [""];
  #row = 0;
  #column = 0;

  override write(chunk: unknown): boolean {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a terminal reads
    for (const [part, count = "", command = ""] of String(chunk).matchAll(/\u001b\[(\d*)(?:;\d+)*([A-Za-z])|\r|\n|[^\u001b\r\n]+/g)) {
      if (part === "\n") this.#goto(this.#row + 1, 0);
      else if (part === "\r") this.#column = 0;
      else if (command === "A") this.#row = Math.max(0, this.#row - Number(count || 1));
      else if (command === "G") this.#column = Number(count || 1) - 1;
      else if (command === "J") this.#lines.splice(this.#row, Number.POSITIVE_INFINITY, (this.#lines[this.#row] ?? "").slice(0, this.#column));
      else if (command === "") this.#put(part);
    }
    return true;
  }

  get text(): string {
    return this.#lines.map((line) => line.trimEnd()).join("\n");
  }

  #put(text: string): void {
    const line = (this.#lines[this.#row] ?? "").padEnd(this.#column);
    this.#lines[this.#row] = line.slice(0, this.#column) + text + line.slice(this.#column + text.length);
    this.#column += text.length;
  }

  #goto(row: number, column: number): void {
    this.#row = row;
    this.#column = column;
    while (this.#lines.length <= row) this.#lines.push("");
  }
}

describe("the screen of the demo", () => {
  const message = (id: string, text: string): ChatMessage => ({ id, from: "us", text, buttons: [], files: [], edits: 0 });
  const make = () => {
    const terminal = new Terminal();
    const line = createInterface({ input: new PassThrough(), output: terminal as unknown as NodeJS.WriteStream, terminal: true, prompt: "> " });
    return { terminal, line, screen: new Screen(line, terminal as unknown as NodeJS.WriteStream, new Map()) };
  };

  it("draws what grows again in its place, over as many rows as it takes", () => {
    const { terminal, screen, line } = make();
    screen.show({ type: "message", message: message("a", "first") });
    screen.show({ type: "message", message: message("b", "it") });
    screen.show({ type: "edited", message: message("b", "it grows and grows until it takes more than one row") });
    screen.show({ type: "edited", message: message("b", "it is\nshort") });
    expect(stripVTControlCharacters(terminal.text)).to.equal("Cowork: first\n\nCowork: it is\nshort\n\n>");
    line.close();
  });

  it("shows a change of an older message as a new line, and keeps what is being typed", () => {
    const { terminal, screen, line } = make();
    screen.show({ type: "message", message: message("a", "May I?") });
    screen.show({ type: "message", message: message("b", "Hm.") });
    line.write("I am typ");
    screen.show({ type: "typing" });
    screen.show({ type: "edited", message: message("a", "Allowed.") });
    expect(stripVTControlCharacters(terminal.text)).to.equal("Cowork: May I?\n\nCowork: Hm.\n\nCowork: Allowed.\n\n> I am typ");
    line.close();
  });
});
