import children from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import { SHIFT_MS, shiftedClock } from "./clock-shift.js";

// Loaded before a program, see clockShift: all that follows sees another time of day. Timers and performance.now() go on as they are, as
// they do on a machine whose clock is set.

const shiftMs = Number(process.env[SHIFT_MS] ?? 0);
const machineTime = Date.now;
const now = () => machineTime() + shiftMs;

globalThis.Date = new Proxy(Date, {
  get: (real, name) => (name === "now" ? now : Reflect.get(real, name)),
  construct: (real, args, target) => Reflect.construct(real, args.length === 0 ? [now()] : args, target),
  apply: () => new Date(now()).toString(),
});

// The host gives its programs environments of its own making. OpenCode is a Bun program, and this is where Bun looks for a module to load first.
const { spawn } = children;
const shift = { BUN_INSPECT_PRELOAD: shiftedClock, [SHIFT_MS]: String(shiftMs) };
children.spawn = ((command: string, args: readonly string[], options: children.SpawnOptions | undefined) =>
  options?.env === undefined ? spawn(command, args, options!) : spawn(command, args, { ...options, env: { ...options.env, ...shift } })) as typeof spawn;
syncBuiltinESMExports();
