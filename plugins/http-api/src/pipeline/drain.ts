import type { IncomingMessage } from "node:http";

/** Read and thrown away at most after an early answer; a client that sends more has its connection closed. */
const DRAIN_BYTES = 32 * 1024 * 1024;

/**
 * Lets a client that is still sending finish, so that it reads the refusal instead of a connection reset: a body that nobody reads
 * would otherwise fill the socket and end in RST, which discards the answer on its way.
 */
export function drain(req: IncomingMessage): void {
  if (req.complete || req.destroyed) return;
  let bytes = 0;
  req.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > DRAIN_BYTES) req.destroy();
  });
  // The client went away in mid-body: there is nobody left to tell.
  req.on("error", () => undefined);
  req.resume();
}
