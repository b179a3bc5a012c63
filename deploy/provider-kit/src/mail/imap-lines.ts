import type { Socket } from "node:net";

export interface LineHandlers {
  /** A line with its literals cut out, see `parseCommand`. While this says so, what follows waits. */
  line(text: string, literals: Buffer[]): void;
  /** A literal is announced and the client waits to be asked for it. */
  wanted(): void;
}

const LITERAL = /\{(\d+)(\+?)\}$/;
const MOST = 10_000_000;

/** Cuts what comes over a connection into lines; a literal within a line is read by its length (RFC 3501, 4.3). */
export function readLines(socket: Socket, handlers: LineHandlers): void {
  let buffer = Buffer.alloc(0);
  let text = "";
  let literals: Buffer[] = [];
  let missing: number | undefined;
  socket.on("data", (chunk) => {
    buffer = Buffer.concat([buffer, chunk as Buffer]);
    for (;;) {
      if (missing !== undefined) {
        if (buffer.length < missing) return;
        text += `\ue000${literals.length}\ue000`;
        literals.push(buffer.subarray(0, missing));
        buffer = buffer.subarray(missing);
        missing = undefined;
      }
      const end = buffer.indexOf("\r\n");
      if (end < 0) return;
      const line = buffer.subarray(0, end).toString().replaceAll("\ue000", "");
      buffer = buffer.subarray(end + 2);
      const literal = LITERAL.exec(line);
      text += literal ? line.slice(0, literal.index) : line;
      if (literal) {
        missing = Number(literal[1]);
        if (missing > MOST) return void socket.destroy();
        if (!literal[2]) handlers.wanted();
        continue;
      }
      handlers.line(text, literals);
      text = "";
      literals = [];
    }
  });
}
