import type { IncomingMessage, ServerResponse } from "node:http";

const invited = new WeakSet<IncomingMessage>();

/**
 * Whether the client holds its body back until it is asked for (`Expect: 100-continue`, RFC 9110 section 10.1.1). Who is refused before anything was read
 * is told at once and sends nothing.
 */
export function awaitsInvitation(req: IncomingMessage): boolean {
  return req.headers.expect?.toLowerCase() === "100-continue" && !invited.has(req);
}

/** Call when the body is about to be read. */
export function invite(req: IncomingMessage, res: ServerResponse): void {
  if (!awaitsInvitation(req)) return;
  invited.add(req);
  res.writeContinue();
}
