import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "@open-cowork/core/kernel";

/** Read and thrown away at most after an early answer; a client that sends more has its connection closed. */
const DRAIN_BYTES = 32 * 1024 * 1024;
/** And for this long at most, so that nobody holds a connection by sending a byte now and then. */
const DRAIN_MS = 10_000;

/**
 * Lets a client that is still sending finish, so that it reads the answer instead of a connection reset: a body that nobody reads
 * would otherwise fill the socket and end in RST, which discards the answer on its way. Where the connection closes after this answer, the
 * returned promise says when it may be sent; otherwise it can be sent at once.
 */
export async function drain(req: IncomingMessage, res: ServerResponse, clock: Clock): Promise<void> {
  if (req.complete || req.destroyed) return;
  const closesAfterwards = !res.shouldKeepAlive;
  await new Promise<void>((resolve) => {
    let bytes = 0;
    const giveUp = () => {
      if (closesAfterwards) resolve();
      else req.destroy();
    };
    const cancel = clock.after(DRAIN_MS, giveUp);
    req.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > DRAIN_BYTES) giveUp();
    });
    req.on("end", resolve);
    // The client went away in mid-body: there is nobody left to tell.
    req.on("error", () => undefined);
    req.on("close", () => {
      cancel();
      resolve();
    });
    req.resume();
    if (!closesAfterwards) resolve();
  });
}
