import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "@open-cowork/core/kernel";

/** Read and thrown away at most after an early answer; a client that sends more has its connection closed. */
const DRAIN_BYTES = 32 * 1024 * 1024;
/** And for this long at most, so that nobody holds a connection by sending a byte now and then. */
const DRAIN_MS = 10_000;
/** A client that sends nothing for this long waits for the answer. */
const PAUSE_MS = 500;

/**
 * Lets a client that is still sending finish, so that it reads the answer instead of a connection reset: a body that nobody reads
 * would otherwise fill the socket and end in RST, which discards the answer on its way. Where the connection closes after this answer, the
 * returned promise says when it may be sent; otherwise it can be sent at once.
 */
export async function drain(req: IncomingMessage, res: ServerResponse, clock: Clock): Promise<void> {
  if (req.complete || req.destroyed) return;
  // The client went away in mid-body: there is nobody left to tell.
  req.on("error", () => undefined);
  if (res.shouldKeepAlive) discard(req, clock, { pauseMs: DRAIN_MS, onEnd: () => req.complete || req.destroy() });
  else await new Promise<void>((resolve) => discard(req, clock, { pauseMs: PAUSE_MS, onEnd: resolve }));
}

/** Reads until the end, or until it is too much, too long or too quiet. */
function discard(req: IncomingMessage, clock: Clock, { pauseMs, onEnd }: { pauseMs: number; onEnd(): void }): void {
  let bytes = 0;
  let cancelPause = clock.after(pauseMs, onEnd);
  const cancelAll = clock.after(DRAIN_MS, onEnd);
  req.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    cancelPause();
    cancelPause = clock.after(pauseMs, onEnd);
    if (bytes > DRAIN_BYTES) onEnd();
  });
  req.on("end", onEnd);
  req.on("close", () => {
    cancelPause();
    cancelAll();
    onEnd();
  });
  req.resume();
}
