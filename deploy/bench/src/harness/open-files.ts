/** What a process needs beside its connections: modules, pipes, database, logs. */
const RESERVE = 300;

/** @throws Error that says what to do, when this process and its children may not open that many sockets */
export function demandOpenFiles(sockets: number): void {
  const limit = openFilesLimit();
  const needed = sockets + RESERVE;
  if (limit < needed) throw new Error(`This benchmark needs ${needed} open files in each process, the limit is ${limit}. Raise it: ulimit -n ${needed}`);
}

/** Soft limit of open files; Infinity where the system has none or does not say. */
function openFilesLimit(): number {
  const report = process.report.getReport() as unknown as { userLimits?: { open_files?: { soft: number | "unlimited" } } };
  const soft = report.userLimits?.open_files?.soft;
  return typeof soft === "number" ? soft : Number.POSITIVE_INFINITY;
}
