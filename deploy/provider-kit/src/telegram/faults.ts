import type { PlatformFault } from "../platform.js";
import { ApiError, badRequest, tooManyRequests } from "./api-error.js";

/** What is to go wrong with requests that send or change a message, oldest first. */
export class Faults {
  readonly #queue: PlatformFault[] = [];

  add(fault: PlatformFault, times: number): void {
    for (let i = 0; i < times; i++) this.#queue.push(fault);
  }

  /**
   * Called for each such request before anything is done. Throws what the platform answers, or tells that the request is to be done without an answer.
   * A refusal of the markup waits for a request that has some.
   */
  strike(request: { direct: boolean; formatted: boolean }): "answer" | "silence" {
    const fault = this.#queue[0];
    if (!fault || (fault.kind === "malformed" && !request.formatted)) return "answer";
    this.#queue.shift();
    switch (fault.kind) {
      case "rate-limited":
        // The platform speaks of seconds.
        throw tooManyRequests(Math.max(1, Math.ceil(fault.retryAfterMs / 1_000)));
      case "broken":
        throw new ApiError(502, "Bad Gateway");
      case "unauthorised":
        throw new ApiError(401, "Unauthorized");
      case "malformed":
        throw badRequest(`can't parse entities: Unsupported start tag "oops" at byte offset 0`);
      case "gone":
        throw new ApiError(403, request.direct ? "Forbidden: bot was blocked by the user" : "Forbidden: bot was kicked from the supergroup chat");
      case "silent":
        return "silence";
    }
  }
}
