/** Timers and chance as the client needs them, so that tests of reconnecting do not wait. */
export interface Timers {
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
  /** 0 ≤ x < 1. */
  random(): number;
}

/** The platform's own. */
export const webTimers: Timers = {
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (handle) => clearTimeout(handle as number),
  random: Math.random,
};
