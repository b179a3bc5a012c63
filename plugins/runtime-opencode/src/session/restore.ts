import type { Clock, Log } from "@open-cowork/core/kernel";
import type { Checkpoint } from "@open-cowork/core/sessions";
import type { EngineClient, SyncEvent } from "../engine/engine-client.js";
import { decodeCheckpoint, relocate } from "./checkpoint-codec.js";
import { inOrder } from "./message-order.js";

/** Events in one request: a long thread must not be one body of many megabytes. */
const CHUNK = 300;

export interface Restored {
  root: string;
  events: SyncEvent[];
  position: number;
}

export interface RestoreDeps {
  clock: Clock;
  log: Log;
}

/**
 * Plays a thread's checkpoints into an engine that does not have it. What cannot be played, and everything after it, is left
 * out: the thread then goes on with less context, which the log tells, instead of not at all.
 */
export async function restore(client: EngineClient, directory: string, checkpoints: Checkpoint[], deps: RestoreDeps): Promise<Restored | undefined> {
  const history = await read(checkpoints, deps.log);
  const here = inOrder(
    history.flatMap(({ events }) => relocate(events, directory)),
    deps.clock.now(),
  );
  let restored: Restored | undefined;
  for (const { root, events, position } of history) {
    const from = restored?.events.length ?? 0;
    const next = here.slice(from, from + events.length);
    try {
      for (const run of runs(next)) await client.replay(directory, run);
    } catch (error) {
      cut(deps.log, position, checkpoints, error);
      return restored;
    }
    restored = { root, events: [...(restored?.events ?? []), ...next], position };
  }
  return restored;
}

/** What the checkpoints say, up to the first that cannot be read. */
async function read(checkpoints: Checkpoint[], log: Log): Promise<Restored[]> {
  const history: Restored[] = [];
  for (const checkpoint of checkpoints) {
    try {
      const { root, events } = await decodeCheckpoint(checkpoint);
      if (history.some((earlier) => earlier.root !== root)) throw new Error("the checkpoint is of another session of the engine");
      history.push({ root, events, position: checkpoint.position });
    } catch (error) {
      cut(log, checkpoint.position, checkpoints, error);
      return history;
    }
  }
  return history;
}

function cut(log: Log, position: number, checkpoints: Checkpoint[], error: unknown): void {
  log.warn("runtime.restore_cut", { position, of: checkpoints.at(-1)?.position, error });
}

/** Neighbouring events of one aggregate, as the engine takes them. */
function runs(events: SyncEvent[]): SyncEvent[][] {
  const result: SyncEvent[][] = [];
  for (const event of events) {
    const last = result.at(-1);
    if (last !== undefined && last[0]!.aggregateID === event.aggregateID && last.length < CHUNK) last.push(event);
    else result.push([event]);
  }
  return result;
}
