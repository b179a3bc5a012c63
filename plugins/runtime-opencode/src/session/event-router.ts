import type { Engine } from "../engine/engine.js";
import type { SyncEvent } from "../engine/engine-client.js";
import { applyEvent } from "../mapping/apply-event.js";
import { MAPPING } from "../mapping/table.js";
import type { Thread } from "./thread.js";

/** History of sessions that are not known yet is kept for this many of them: the answer to "create a session" races with its first event. */
const MAX_EARLY = 64;

interface Properties {
  sessionID?: string;
  info?: { id?: string; sessionID?: string; parentID?: string };
  part?: { sessionID?: string };
}

/** Finds the thread of each event of an engine. */
export class EventRouter {
  readonly #threads = new Map<string, Thread>();
  readonly #early = new Map<string, SyncEvent[]>();

  /** From now on the thread gets the events of its sessions, and the history that came early. */
  add(thread: Thread): void {
    for (const id of thread.mapper.nodes.keys()) this.#threads.set(id, thread);
    const early = this.#early.get(thread.engineId) ?? [];
    this.#early.delete(thread.engineId);
    for (const event of early) thread.record(event);
  }

  remove(thread: Thread): void {
    for (const id of thread.mapper.nodes.keys()) this.#threads.delete(id);
  }

  route(engine: Engine, type: string, properties: unknown): void {
    if (type === "sync") this.#record(properties as SyncEvent);
    else this.#apply(engine, type, (properties ?? {}) as Properties);
  }

  #record(event: SyncEvent): void {
    const thread = this.#threads.get(event.aggregateID);
    if (thread !== undefined) {
      thread.record(event);
      return;
    }
    const early = this.#early.get(event.aggregateID) ?? [];
    early.push(event);
    this.#early.set(event.aggregateID, early);
    if (this.#early.size > MAX_EARLY) this.#early.delete(this.#early.keys().next().value!);
  }

  #apply(engine: Engine, type: string, properties: Properties): void {
    const { info, part, sessionID } = properties;
    const parent = type === "session.created" ? info?.parentID : undefined;
    const id = parent ?? sessionID ?? info?.sessionID ?? part?.sessionID;
    const thread = id === undefined ? undefined : this.#threads.get(id);
    if (thread === undefined) {
      if (MAPPING[type] === undefined) engine.unknown.add(type);
      return;
    }
    if (parent !== undefined && info?.id !== undefined) this.#threads.set(info.id, thread);
    if (applyEvent(thread.mapper, type, properties) === "unknown") engine.unknown.add(type);
  }
}
