import type { SyncEvent } from "../engine/engine-client.js";

/** Messages that are made at once may get into the history in another order by this much. */
const SLACK_MS = 1_000;

/**
 * OpenCode takes the message with the latest time for the last one. Where a clock is set back, or a thread goes on at a machine whose clock is
 * behind, it overlooks a new prompt, or the answer to it, and then asks the model again and again. This knows when that would happen.
 */
export class MessageOrder {
  readonly #seen = new Set<string>();
  /** Latest time of a message in each session. */
  readonly #latest = new Map<string, number>();

  /** Takes the next entry of the history. @returns true when it begins an answer that the engine overlooks */
  add(event: SyncEvent): boolean {
    const message = messageOf(event);
    if (message === undefined || this.#seen.has(message.id)) return false;
    this.#seen.add(message.id);
    const latest = this.#latest.get(event.aggregateID) ?? message.created;
    this.#latest.set(event.aggregateID, Math.max(latest, message.created));
    return message.role === "assistant" && latest - message.created > SLACK_MS;
  }

  /** True when the engine would overlook a message that is created at `now`. */
  isAheadOf(now: number): boolean {
    return [...this.#latest.values()].some((latest) => latest > now);
  }
}

/** The history with no message later than the one that follows it, nor than `now`. Where clocks were right this changes nothing. */
export function inOrder(events: readonly SyncEvent[], now: number): SyncEvent[] {
  const times = timesInOrder(events, now);
  return events.map((event) => {
    const message = messageOf(event);
    const created = message && times.get(message.id);
    if (created === undefined || created === message?.created) return event;
    const info = event.data.info as { time: object };
    return { ...event, data: { ...event.data, info: { ...info, time: { ...info.time, created } } } };
  });
}

function timesInOrder(events: readonly SyncEvent[], now: number): Map<string, number> {
  const sessions = new Map<string, Map<string, number>>();
  for (const event of events) {
    const message = messageOf(event);
    if (message === undefined) continue;
    const times = sessions.get(event.aggregateID) ?? new Map<string, number>();
    sessions.set(event.aggregateID, times);
    if (!times.has(message.id)) times.set(message.id, message.created);
  }
  const result = new Map<string, number>();
  for (const times of sessions.values()) {
    let next = now;
    for (const [id, created] of [...times].toReversed()) {
      // In one millisecond the ids decide, and those are in order.
      next = created > next ? next - 1 : created;
      result.set(id, next);
    }
  }
  return result;
}

/** The message that an entry of the history creates or updates. */
function messageOf(event: SyncEvent): { id: string; role?: string; created: number } | undefined {
  if (!event.type.startsWith("message.updated")) return undefined;
  const { id, role, time } = (event.data.info ?? {}) as { id?: string; role?: string; time?: { created?: number } };
  return id === undefined || time?.created === undefined ? undefined : { id, role, created: time.created };
}
