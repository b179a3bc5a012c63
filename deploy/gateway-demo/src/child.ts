import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

export interface Invocation {
  cwd: string;
  env: Readonly<Record<string, string>>;
}

/** A program of this project that runs until it is stopped. */
export class Child {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** Starts it and returns it with the JSON line that says it is ready. @throws Error with what it said on standard error when it ends before that */
  static async start(program: string, args: readonly string[], invocation: Invocation): Promise<{ child: Child; ready: unknown }> {
    const spawned = launch(program, args, invocation);
    const complaint = text(spawned.stderr);
    for await (const line of createInterface({ input: spawned.stdout })) return { child: new Child(spawned), ready: JSON.parse(line) };
    throw new Error((await complaint).trim() || `${program} ended before it was ready`);
  }

  /** Asks it to read its config again. */
  hangUp(): void {
    this.#process.kill("SIGHUP");
  }

  /** Resolves when it is gone. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.kill(signal);
    await ended;
  }
}

/** Runs a program to its end and returns what it printed. @throws Error with what it said on standard error */
export async function run(program: string, args: readonly string[], invocation: Invocation): Promise<string> {
  const spawned = launch(program, args, invocation);
  const [out, complaint, [code]] = await Promise.all([text(spawned.stdout), text(spawned.stderr), once(spawned, "exit")]);
  if (code !== 0) throw new Error(complaint.trim() || out.trim() || `${program} ended with ${code}`);
  return out;
}

/** Ctrl-C in the terminal is for the demo, which stops its programs in order; so they are in a group of their own. */
function launch(program: string, args: readonly string[], { cwd, env }: Invocation) {
  const { PATH = "", HOME = cwd, TMPDIR } = process.env;
  return spawn(process.execPath, [program, ...args], {
    cwd,
    env: { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
}
