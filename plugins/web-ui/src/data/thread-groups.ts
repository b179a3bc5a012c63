import type { SessionSummary } from "@open-cowork/shared";
import { startOfDay } from "../i18n/time.js";

export type ThreadGroupName = "pinned" | "today" | "week" | "older";
export interface ThreadGroup {
  name: ThreadGroupName;
  threads: SessionSummary[];
}

const DAY = 24 * 60 * 60 * 1_000;

/** The thread list in its sections, in the order given; empty sections are left out. A week is the six days before today. */
export function groupThreads(threads: readonly SessionSummary[], now: number): ThreadGroup[] {
  const today = startOfDay(now);
  const groups: Record<ThreadGroupName, SessionSummary[]> = { pinned: [], today: [], week: [], older: [] };
  for (const thread of threads) {
    const name = thread.pinned ? "pinned" : thread.activeAt >= today ? "today" : thread.activeAt >= today - 6 * DAY ? "week" : "older";
    groups[name].push(thread);
  }
  return (Object.keys(groups) as ThreadGroupName[]).filter((name) => groups[name].length > 0).map((name) => ({ name, threads: groups[name] }));
}
