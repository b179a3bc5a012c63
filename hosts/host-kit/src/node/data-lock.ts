import { DatabaseSync } from "node:sqlite";

const SQLITE_BUSY = 5;

/**
 * Takes the exclusive lock of a file, which is created when missing. The operating system holds it for this process and drops it when the process
 * ends in any way, so neither `kill -9` nor a reused process id leaves it behind. SQLite is used for its portable file lock alone; the file stays empty.
 * @returns what gives the lock back, or undefined when another host holds it.
 */
export function tryLock(file: string): (() => void) | undefined {
  const database = new DatabaseSync(file);
  try {
    database.exec("BEGIN EXCLUSIVE");
    return () => database.close();
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}
