import { type ChildProcess, execFile } from "node:child_process";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import type { Log } from "@open-cowork/core/kernel";
import { AppError } from "@open-cowork/shared";
import type { PostgresBinaries } from "./binaries.js";

const READY = "database system is ready to accept connections";
const START_MS = 60_000;
const STOP_MS = 15_000;

/** A started server: its log, its readiness, its end. */
export class ServerProcess {
  /** Resolves when the process is gone, however that came. */
  readonly ended: Promise<void>;
  #stopping = false;

  constructor(
    private readonly child: ChildProcess,
    private readonly at: { binaries: PostgresBinaries; data: string; log: Log },
  ) {
    this.ended = new Promise((resolve) => {
      child.once("error", () => resolve());
      child.once("exit", (code, signal) => {
        if (!this.#stopping) at.log.error("postgres.ended", { code, signal });
        resolve();
      });
    });
    // The guard may be gone already when the pipe is closed.
    child.stdin?.on("error", (error) => at.log.debug("postgres.guard_gone", { error }));
  }

  /** Resolves once connections are accepted; recovery after a crash may take a while. */
  async ready(): Promise<void> {
    const { child, at } = this;
    const last: string[] = [];
    const lines = createInterface({ input: child.stderr! });
    const ready = new Promise<true>((resolve) => {
      lines.on("line", (line) => {
        if (line.includes(READY)) resolve(true);
        else this.#log(line);
        if (last.push(line) > 5) last.shift();
      });
    });
    const abort = new AbortController();
    const timeout = new Promise<"slow">((resolve) => {
      const timer = setTimeout(() => resolve("slow"), START_MS);
      abort.signal.addEventListener("abort", () => clearTimeout(timer));
    });
    const outcome = await Promise.race([ready, this.ended, timeout]);
    abort.abort();
    if (outcome === true) return;
    await this.stop();
    const message = `The embedded database in ${at.data} did not start. Its last words: ${last.join(" | ") || "none"}`;
    throw new AppError("storage.unavailable", { message });
  }

  /** Fast shutdown: open transactions are rolled back, everything committed is on disk, the process is gone when this resolves. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const { child, at } = this;
    if (process.platform === "win32") await pgCtl(at, "fast");
    else child.stdin?.end();
    const timer = setTimeout(() => void this.#force(), STOP_MS);
    await this.ended;
    clearTimeout(timer);
  }

  async #force(): Promise<void> {
    this.at.log.warn("postgres.forced", { afterMs: STOP_MS });
    await pgCtl(this.at, "immediate");
  }

  #log(line: string): void {
    const [, severity, text] = /\b(LOG|WARNING|ERROR|FATAL|PANIC|DETAIL|HINT|STATEMENT):\s+(.*)$/.exec(line) ?? [];
    // A refused statement is the business of whoever sent it, and its text may hold what people wrote.
    if (severity === "WARNING" || severity === "PANIC" || (severity === "FATAL" && !this.#stopping)) this.at.log.warn("postgres.log", { severity, text });
  }
}

async function pgCtl({ binaries, data, log }: { binaries: PostgresBinaries; data: string; log: Log }, mode: "fast" | "immediate"): Promise<void> {
  await promisify(execFile)(binaries.pgCtl, ["stop", "-D", data, "-m", mode, "-W"]).catch((error: unknown) => log.warn("postgres.pg_ctl", { mode, error }));
}
