import { fileURLToPath } from "node:url";

export const SHIFT_MS = "OPEN_COWORK_TEST_CLOCK_SHIFT_MS";

/**
 * Environment of a host whose clock, and that of its OpenCode, is `ms` ahead of the machine's, or behind it. Other programs keep the machine's time:
 * the embedded Postgres, whose time is in the events, above all.
 */
export function clockShift(ms: number): Record<string, string> {
  return { NODE_OPTIONS: `--import=${new URL("./shifted-clock.js", import.meta.url).href}`, [SHIFT_MS]: String(ms) };
}

/** When an id of OpenCode's was made, by its clock. Only 36 bits of it are in the id; `near` tells the rest. */
export function engineTimeOf(id: string, near: number): number {
  const time = Number(BigInt(`0x${id.replace(/^[a-z]+_/, "").slice(0, 12)}`) / 0x1000n);
  const span = 2 ** 36;
  return time + Math.round((near - time) / span) * span;
}

/** The module that shifts a process's clock, as OpenCode's own runtime loads it. */
export const shiftedClock = fileURLToPath(new URL("./shifted-clock.js", import.meta.url));
