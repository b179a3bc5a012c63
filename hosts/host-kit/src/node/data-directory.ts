import { randomUUID } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { AppError } from "@open-cowork/shared";
import { tryLock } from "./data-lock.js";

/** A data directory that belongs to this process until it is released. */
export interface DataDirectory {
  path: string;
  /** Stable for the directory. */
  nodeId: string;
  /** Tells the next host that is refused who holds the directory. */
  describe(holder: { url?: string }): void;
  release(): void;
}

const LOCK = "host.lock";
const HOLDER = "host.json";

/** Throws `host.already_running` when a host holds the directory; creates nothing. */
export function demandFree(directory: string): void {
  const file = path.join(directory, LOCK);
  if (existsSync(file)) guard(directory, () => lockOrThrow(directory)());
}

/**
 * Creates the directory, private to its owner, and takes its lock.
 * @throws AppError `host.data_dir` when it cannot be written, `host.already_running` when another host holds it
 */
export function openDataDirectory(directory: string): DataDirectory {
  return guard(directory, () => {
    makeDirectory(directory);
    if (readdirSync(directory).length === 0) chmodSync(directory, 0o700);
    const release = lockOrThrow(directory);
    return {
      path: directory,
      nodeId: nodeId(path.join(directory, "node-id")),
      describe: (holder) => writeFileSync(path.join(directory, HOLDER), JSON.stringify({ pid: process.pid, ...holder }), { mode: 0o600 }),
      release,
    };
  });
}

/** Level by level: Node's own recursive mode never returns on file systems such as /proc that answer "no such file" to every new name. */
function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  makeDirectory(path.dirname(directory));
  mkdirSync(directory, { mode: 0o700 });
}

function lockOrThrow(directory: string): () => void {
  const release = tryLock(path.join(directory, LOCK));
  if (release) return release;
  const { pid, url } = holder(directory);
  const who = [pid ? `process ${pid}` : "", url ?? ""].filter(Boolean).join(", ");
  throw new AppError("host.already_running", { message: `Open Cowork already runs on ${directory}${who ? ` (${who})` : ""}.` });
}

function holder(directory: string): { pid?: number; url?: string } {
  try {
    return JSON.parse(readFileSync(path.join(directory, HOLDER), "utf8"));
  } catch {
    // Only decorates a message: the holder may not have written it yet.
    return {};
  }
}

function nodeId(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomUUID(), { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

/** System errors become one that names the directory; expected ones pass. */
function guard<T>(directory: string, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("host.data_dir", { message: `The data directory ${directory} cannot be used: ${reason}`, cause });
  }
}
