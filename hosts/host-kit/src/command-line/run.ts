import type { Log } from "@open-cowork/core/kernel";
import { isAppError } from "@open-cowork/shared";

/** A host that runs. */
export interface Runnable {
  log: Log;
  /** Idempotent, never rejects. */
  stop(): Promise<void>;
}

export interface RunOptions<R extends Runnable> {
  /** Aborting the signal ends a start under way. */
  start(signal: AbortSignal): Promise<R>;
  /** Tells people that it runs. */
  ready(running: R): void;
  /** Tells people what went wrong. */
  failed(error: unknown): void;
  /** What SIGHUP asks for; without it, SIGHUP ends the host as SIGTERM does. */
  hangUp?(running: R): Promise<void>;
}

/** Longer than any orderly stop; a host that is still there then is ended hard. */
const STOP_LIMIT_MS = 60_000;
/** Under npm, one Ctrl-C arrives twice: from the terminal and passed on by npm. */
const SAME_SIGNAL_MS = 100;

/** Runs a host and ends the process by itself: with 0 after an orderly stop, with 1 on a failure or a second signal. */
export async function runUntilSignal<R extends Runnable>({ start, ready, failed, hangUp }: RunOptions<R>): Promise<void> {
  const interrupt = new AbortController();
  let running: R | undefined;
  let stoppingSince = 0;
  const stop = () => {
    if (interrupt.signal.aborted && Date.now() - stoppingSince < SAME_SIGNAL_MS) return;
    if (interrupt.signal.aborted) process.exit(1);
    stoppingSince = Date.now();
    interrupt.abort();
    setTimeout(() => process.exit(1), STOP_LIMIT_MS);
    void running?.stop().then(() => process.exit(0));
  };
  const fail = (error: unknown) => {
    running?.log.error("host.defect", { error });
    failed(error);
    process.exitCode = 1;
    setTimeout(() => process.exit(1), STOP_LIMIT_MS);
    void (running?.stop() ?? Promise.resolve()).then(() => process.exit(1));
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, stop);
  process.on("SIGHUP", hangUp ? () => void (running && hangUp(running).catch(fail)) : stop);
  try {
    running = await start(interrupt.signal);
    process.on("uncaughtException", fail).on("unhandledRejection", fail);
    if (interrupt.signal.aborted) void running.stop().then(() => process.exit(0));
    ready(running);
  } catch (error) {
    if (interrupt.signal.aborted && isAppError(error) && error.code === "stopping") process.exit(0);
    fail(error);
  }
}
