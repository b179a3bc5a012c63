import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { Checkpoint } from "@open-cowork/core/sessions";
import { z } from "zod";
import type { SyncEvent } from "../engine/engine-client.js";

const pack = promisify(gzip);
const unpack = promisify(gunzip);

const contents = z.object({
  v: z.literal(1),
  /** Version of the engine that wrote it, for people who look. */
  engine: z.string(),
  root: z.string(),
  events: z.array(z.object({ id: z.string(), aggregateID: z.string(), seq: z.number(), type: z.string(), data: z.record(z.string(), z.unknown()) })),
});
export type CheckpointContents = z.output<typeof contents>;

export async function encodeCheckpoint(position: number, checkpoint: Omit<CheckpointContents, "v">): Promise<Checkpoint> {
  return { position, data: new Uint8Array(await pack(JSON.stringify({ v: 1, ...checkpoint }), { level: 1 })) };
}

/** @throws ZodError or a zlib error when the data is not a checkpoint of ours */
export async function decodeCheckpoint(checkpoint: Checkpoint): Promise<CheckpointContents> {
  return contents.parse(JSON.parse((await unpack(checkpoint.data)).toString("utf8")));
}

/** History as another engine takes it: with the workspace where it is now. */
export function relocate(events: SyncEvent[], directory: string): SyncEvent[] {
  return events.map((event) => {
    const info = event.data.info as Record<string, unknown> | undefined;
    if (!event.type.startsWith("session.") || info?.directory === undefined) return event;
    return { ...event, data: { ...event.data, info: { ...info, directory, path: directory.replace(/^\//, "") } } };
  });
}
