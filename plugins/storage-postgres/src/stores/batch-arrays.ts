import type { NewEvent } from "@open-cowork/shared";

/**
 * A batch as parallel columns. Not as one JSON document, which costs about the same: Postgres, taking it apart, refuses the escapes of NUL and of
 * lone surrogates, and what tools print may hold them.
 */
export interface BatchArrays {
  kinds: string[];
  runs: (string | null)[];
  /** Null where no event of the batch belongs to a sub-agent. */
  paths: (string | null)[] | null;
  bodies: Buffer;
}

const TEXT = 25;

export function batchArrays(events: readonly NewEvent[]): BatchArrays {
  const nested = events.some(({ agentPath }) => agentPath?.length);
  return {
    kinds: events.map(({ kind }) => kind),
    runs: events.map(({ run }) => run ?? null),
    paths: nested ? events.map(({ agentPath }) => (agentPath?.length ? JSON.stringify(agentPath) : null)) : null,
    bodies: binaryTextArray(events.map(({ body }) => JSON.stringify(body))),
  };
}

/** `text[]` in Postgres' binary format. JSON is full of quotes, each of which the text format of arrays would have to escape. */
export function binaryTextArray(items: readonly string[]): Buffer {
  const lengths = items.map((item) => Buffer.byteLength(item));
  const buffer = Buffer.allocUnsafe(20 + 4 * items.length + lengths.reduce((sum, length) => sum + length, 0));
  // dimensions, has nulls, element type, length, lower bound
  let at = 0;
  for (const field of [1, 0, TEXT, items.length, 1]) at = buffer.writeInt32BE(field, at);
  for (const [i, item] of items.entries()) {
    at = buffer.writeInt32BE(lengths[i]!, at);
    at += buffer.write(item, at);
  }
  return buffer;
}
