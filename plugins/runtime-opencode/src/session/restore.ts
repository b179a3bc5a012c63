import type { Log } from "@open-cowork/core/kernel";
import type { Checkpoint } from "@open-cowork/core/sessions";
import type { EngineClient, SyncEvent } from "../engine/engine-client.js";
import { decodeCheckpoint, relocate } from "./checkpoint-codec.js";

/** Events in one request: a long thread must not be one body of many megabytes. */
const CHUNK = 300;

export interface Restored {
  root: string;
  events: SyncEvent[];
  position: number;
}

/**
 * Plays a thread's checkpoints into an engine that does not have it. What cannot be played, and everything after it, is left
 * out: the thread then goes on with less context, which the log tells, instead of not at all.
 */
export async function restore(client: EngineClient, directory: string, checkpoints: Checkpoint[], log: Log): Promise<Restored | undefined> {
  let restored: Restored | undefined;
  for (const checkpoint of checkpoints) {
    try {
      const { root, events } = await decodeCheckpoint(checkpoint);
      if (restored !== undefined && restored.root !== root) throw new Error("the checkpoint is of another session of the engine");
      const here = relocate(events, directory);
      for (const run of runs(here)) await client.replay(directory, run);
      restored = { root, events: [...(restored?.events ?? []), ...here], position: checkpoint.position };
    } catch (error) {
      log.warn("runtime.restore_cut", { position: checkpoint.position, of: checkpoints.at(-1)?.position, error });
      return restored;
    }
  }
  return restored;
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
