import type { ServerResponse } from "node:http";
import type { PlatformFault } from "../platform.js";

/** What goes wrong with the next calls that send or change a message. */
export class Faults {
  #next: { fault: PlatformFault; times: number } | undefined;

  set(fault: PlatformFault, times: number): void {
    this.#next = { fault, times };
  }

  take(): PlatformFault | undefined {
    const next = this.#next;
    if (next === undefined) return undefined;
    next.times -= 1;
    if (next.times === 0) this.#next = undefined;
    return next.fault;
  }
}

/** Answers as Slack does in that case. `silent` answers nothing; the caller does the work all the same. */
export function answerFault(fault: PlatformFault, response: ServerResponse): void {
  const json = (status: number, body: unknown, headers: Record<string, string> = {}) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
  if (fault.kind === "rate-limited") json(429, { ok: false, error: "ratelimited" }, { "retry-after": String(Math.ceil(fault.retryAfterMs / 1_000)) });
  else if (fault.kind === "broken") response.writeHead(503).end("upstream connect error");
  else if (fault.kind === "unauthorised") json(200, { ok: false, error: "invalid_auth" });
  else if (fault.kind === "malformed") json(200, { ok: false, error: "invalid_blocks" });
  else if (fault.kind === "gone") json(200, { ok: false, error: "is_archived" });
}
