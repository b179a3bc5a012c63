import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";

/** Variable that marks an engine and everything it starts. */
export const ENGINE_MARK = "OPEN_COWORK_ENGINE";

/**
 * A shell that starts the engine and then waits for the end of its own standard input, which the host holds open: when the host
 * dies, even by SIGKILL, the engine and all it has started go with it. Tools leave the process group, so they are found by the
 * inherited mark (Linux) or as descendants (elsewhere). Prints `engine <pid>` first.
 */
const GUARD = `
exec 3<&0 </dev/null
"$@" 3<&- &
engine=$!
echo "engine $engine"
exec >/dev/null 2>&1
tree() ( for c in $(pgrep -P "$1"); do tree "$c"; echo "$c"; done )
cat <&3
tools=$([ -r /proc/self/environ ] || tree "$engine")
kill -TERM "$engine"
{ sleep 1.5; kill -KILL "$engine"; } &
wait "$engine"
[ -z "$tools" ] || kill -KILL $tools
for f in $(grep -la "^${ENGINE_MARK}=$${ENGINE_MARK}\\|[^A-Z_]${ENGINE_MARK}=$${ENGINE_MARK}" /proc/[0-9]*/environ); do
  p=\${f#/proc/}; p=\${p%/environ}
  [ "$p" = "$$" ] || kill -KILL "$p"
done
kill -KILL 0
`;

/** How marks begin: all of a data directory, so that leftovers are recognised and nobody else's processes are touched, and those of this boot. */
export interface MarkPrefixes {
  directory: string;
  boot: string;
}

export function markPrefixes(dataDir: string, bootId: string): MarkPrefixes {
  const directory = `${createHash("sha256").update(dataDir).digest("hex").slice(0, 24)}.`;
  return { directory, boot: `${directory}${bootId}.` };
}

export interface GuardedSpawn {
  program: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
}

/** Starts the engine under its guard. Ending the child's standard input stops it, first gently. */
export function spawnGuarded({ program, args, cwd, env }: GuardedSpawn): ChildProcess {
  const options = { cwd, env, stdio: ["pipe", "pipe", "pipe"] as ["pipe", "pipe", "pipe"], windowsHide: true };
  if (process.platform === "win32") return spawn(program, args, options);
  return spawn("/bin/sh", ["-c", GUARD, "open-cowork-engine", program, ...args], { ...options, detached: true });
}
