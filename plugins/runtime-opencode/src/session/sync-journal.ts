import type { SyncEvent } from "../engine/engine-client.js";

/** A part as it is kept where a later update of the same part follows: the engine ends with the last one anyway. */
function husk(part: Record<string, unknown>): Record<string, unknown> {
  return { id: part.id, messageID: part.messageID, sessionID: part.sessionID, type: "text", text: "" };
}

/**
 * The engine's own history of one thread since the last checkpoint, collected from its live stream. Updates of a part that
 * are overtaken by newer ones shrink to almost nothing, so a chatty tool does not fill the memory.
 */
export class SyncJournal {
  /** Last collected sequence number of each aggregate (the thread's session and its sub-agents'). */
  readonly heads = new Map<string, number>();
  /** Events collected ever; the position of the next checkpoint. */
  position = 0;
  /** Something was missed: the history has to be asked for. */
  gap = false;
  #events: SyncEvent[] = [];
  #parts = new Map<string, SyncEvent>();

  /** @returns true when it is the next entry; one that is known, or that another is missing before, is not kept. */
  add(event: SyncEvent): boolean {
    const head = this.heads.get(event.aggregateID) ?? -1;
    if (event.seq <= head) return false;
    if (event.seq !== head + 1) {
      this.gap = true;
      return false;
    }
    this.heads.set(event.aggregateID, event.seq);
    this.position += 1;
    this.#events.push(event);
    this.#shrinkOlder(event);
    return true;
  }

  get empty(): boolean {
    return this.#events.length === 0;
  }

  /** Takes what was collected; undefined when that is nothing. */
  take(): SyncEvent[] | undefined {
    if (this.#events.length === 0) return undefined;
    const events = this.#events;
    this.#events = [];
    this.#parts = new Map();
    return events;
  }

  #shrinkOlder(event: SyncEvent): void {
    const part = partOf(event);
    if (part === undefined) return;
    const key = `${event.aggregateID} ${String(part.id)}`;
    const older = this.#parts.get(key);
    if (older !== undefined) older.data = { ...older.data, part: husk(partOf(older)!) };
    this.#parts.set(key, event);
  }
}

function partOf(event: SyncEvent): Record<string, unknown> | undefined {
  return event.type.startsWith("message.part.updated") ? (event.data.part as Record<string, unknown>) : undefined;
}
