import { inspect } from "node:util";
import type { Log, LogFields } from "@open-cowork/core/kernel";

/** Keeps every line with all that it says. */
export class CollectingLog implements Log {
  readonly lines: string[] = [];
  debug = (event: string, fields?: LogFields): void => this.#keep(event, fields);
  info = this.debug;
  warn = this.debug;
  error = this.debug;
  child = (): Log => this;
  #keep(event: string, fields?: LogFields): void {
    this.lines.push(`${event} ${inspect(fields, { depth: 8 })}`);
  }
}
