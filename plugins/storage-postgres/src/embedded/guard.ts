import { type ChildProcess, spawn } from "node:child_process";
import type { PostgresBinaries } from "./binaries.js";
import type { RunAs } from "./run-as.js";

/**
 * Starts its arguments as a child and sends it SIGINT (Postgres: fast shutdown) when standard input ends. The host holds the other end of
 * that pipe and nothing else does, so Postgres goes whenever the host goes, kill -9 included.
 */
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
(while read -r line; do :; done; kill -INT $server) <&3 3<&- &
watch=$!
exec 3<&-
wait $server; code=$?
kill $watch 2>/dev/null
exit $code
`;

/** Starts `postgres` under the guard. End the child's stdin to stop it. Windows has no guard: there the server is stopped with pg_ctl. */
export function spawnGuarded(binaries: PostgresBinaries, args: readonly string[], { ids, prefix }: RunAs, cwd: string): ChildProcess {
  const server = [binaries.postgres, ...args];
  const [command, ...rest] = process.platform === "win32" ? server : [...prefix, "/bin/sh", "-c", GUARD, "postgres-guard", ...server];
  return spawn(command!, rest, {
    ...ids,
    cwd,
    // A session of its own, so that Ctrl-C in a terminal reaches the host alone, which drains first.
    detached: process.platform !== "win32",
    stdio: ["pipe", "ignore", "pipe"],
    // Nothing of the host's environment: it may hold secrets and PG* variables.
    env: { LC_ALL: "C", TZ: "UTC", PATH: "/usr/bin:/bin" },
  });
}
