import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

/** As people run it: the built program. */
const MAIN = path.resolve(import.meta.dirname, "../bin/open-cowork.js");

/** What an ended command left behind. */
export interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

export interface Invocation {
  cwd: string;
  env?: Record<string, string>;
}

/** Starts the command line as a process of its own, with nothing of this one's environment but the way to Node. */
export function launchCli(args: readonly string[], { cwd, env = {} }: Invocation): ChildProcess & { output: Outcome } {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, env: { PATH: process.env.PATH ?? "", HOME: cwd, ...env } });
  const output: Outcome = { code: null, out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.err += chunk.toString()));
  return Object.assign(child, { output });
}

/** Runs a command to its end. */
export async function runCli(args: readonly string[], invocation: Invocation): Promise<Outcome> {
  const child = launchCli(args, invocation);
  return ended(child);
}

/** The outcome once the process is gone and everything it wrote was read. */
export async function ended(child: ChildProcess & { output: Outcome }): Promise<Outcome> {
  const [code] = (await once(child, "close")) as [number | null];
  return { ...child.output, code };
}

/** Resolves with the first line of standard output; rejects when the process ends before. */
export async function firstLine(child: ChildProcess & { output: Outcome }): Promise<string> {
  const closed = once(child, "close").then(() => Promise.reject(new Error(`ended early: ${child.output.err}`)));
  closed.catch(() => undefined);
  while (!child.output.out.includes("\n")) await Promise.race([once(child.stdout as NonNullable<typeof child.stdout>, "data"), closed]);
  return child.output.out.split("\n")[0] ?? "";
}
