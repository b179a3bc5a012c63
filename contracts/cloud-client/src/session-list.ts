import type { SessionSummary } from "@open-cowork/shared";

/**
 * Summaries by newest state. Every change of a thread moves its `headSeq`, so of two summaries the one with the greater head is the newer,
 * in whatever order a list and a stream deliver them.
 */
export class SessionList {
  readonly #all = new Map<string, SessionSummary>();
  #seen: Set<string> | undefined;
  /** Live and not archived: pinned first, then by newest activity. */
  items: SessionSummary[] = [];

  /** Returns whether anything changed. */
  merge(summaries: readonly SessionSummary[]): boolean {
    let changed = false;
    for (const summary of summaries) {
      this.#seen?.add(summary.id);
      const known = this.#all.get(summary.id);
      // Deletion is final, and a purged thread has no head any more.
      if (known?.deleted || (known && !summary.deleted && known.headSeq > summary.headSeq)) continue;
      this.#all.set(summary.id, summary);
      changed = true;
    }
    if (changed) this.#sort();
    return changed;
  }

  /** Begins a fresh read of the whole list; what it does not name by {@link finish} is gone. */
  restart(): void {
    this.#seen = new Set();
  }

  finish(): void {
    const seen = this.#seen;
    this.#seen = undefined;
    if (!seen) return;
    for (const id of this.#all.keys()) if (!seen.has(id)) this.#all.delete(id);
    this.#sort();
  }

  #sort(): void {
    this.items = [...this.#all.values()]
      .filter((summary) => !summary.deleted && !summary.archived)
      .sort((a, b) => Number(b.pinned) - Number(a.pinned) || b.activeAt - a.activeAt || (a.id < b.id ? 1 : -1));
  }
}
