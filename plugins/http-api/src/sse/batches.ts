import type { SessionEvent } from "@open-cowork/shared";
import { eventFrame } from "./frames.js";

/** Kept of what was sent last, so that a reader who is just behind joins without a read of the log. */
const RECENT_BYTES = 64 * 1024;

/** A committed batch as bytes: written once, sent to everyone. */
export interface Batch {
  from: number;
  to: number;
  bytes: Buffer;
  /** Where the frame of `from + i` starts. */
  starts: number[];
}

export function batchOf(events: readonly SessionEvent[]): Batch {
  const starts: number[] = [];
  const frames = events.map(eventFrame);
  let at = 0;
  for (const frame of frames) {
    starts.push(at);
    at += Buffer.byteLength(frame);
  }
  return { from: events[0]!.seq, to: events[events.length - 1]!.seq, bytes: Buffer.from(frames.join("")), starts };
}

/** The part of the batch after `seq`; the whole buffer itself where that is all of it. */
export function bytesAfter(batch: Batch, seq: number): Buffer | undefined {
  if (seq < batch.from) return batch.bytes;
  if (seq >= batch.to) return undefined;
  return batch.bytes.subarray(batch.starts[seq - batch.from + 1]);
}

/** The newest batches, gap-free up to the position of the channel. */
export class RecentBatches {
  readonly #batches: Batch[] = [];
  #bytes = 0;

  push(batch: Batch): void {
    this.#batches.push(batch);
    this.#bytes += batch.bytes.length;
    while (this.#bytes > RECENT_BYTES && this.#batches.length > 0) this.#bytes -= this.#batches.shift()!.bytes.length;
  }

  /** Everything after `seq`, or undefined when that reaches further back than is kept. `position` is the last sequence number sent. */
  after(seq: number, position: number): Buffer[] | undefined {
    if (seq >= position) return [];
    const oldest = this.#batches[0];
    if (!oldest || seq + 1 < oldest.from) return undefined;
    return this.#batches.map((batch) => bytesAfter(batch, seq)).filter((bytes) => bytes !== undefined);
  }
}
