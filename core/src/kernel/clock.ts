import { token } from "./token.js";

/** Time as a port, so that tests decide what time it is. All values in milliseconds. */
export interface Clock {
  /** Wall clock, since the epoch. */
  now(): number;
  /** Calls back once after `ms`; returns what cancels it. Never keeps the process alive. */
  after(ms: number, callback: () => void): () => void;
  /** Calls back once when what is being handled now is done, with all its promise reactions; returns what cancels it. */
  soon(callback: () => void): () => void;
  /** Resolves after `ms`, rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
export const CLOCK = token<Clock>("kernel.clock");
