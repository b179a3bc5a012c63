/** How a part's full text differs from what was emitted of it. */
export type TextChange = { kind: "none" } | { kind: "appended"; text: string } | { kind: "replaced"; text: string };

/**
 * What was emitted of one text part, so that each piece is emitted once: deltas append, and a later full text adds only what
 * is missing. White space at the end is not a difference, since the engine trims it when a part is complete. Until then a full
 * text may be behind the deltas: the engine stores it only when the part begins and when it ends.
 */
export class PartText {
  #emitted = "";

  get emitted(): string {
    return this.#emitted;
  }

  append(delta: string): void {
    this.#emitted += delta;
  }

  reconcile(full: string, complete: boolean): TextChange {
    const emitted = this.#emitted;
    if (full === emitted || full === emitted.trimEnd()) return { kind: "none" };
    if (!complete && emitted.startsWith(full)) return { kind: "none" };
    this.#emitted = full;
    if (full.startsWith(emitted)) return { kind: "appended", text: full.slice(emitted.length) };
    return { kind: "replaced", text: full };
  }
}
