import type { SessionEvent, SessionSummary } from "@open-cowork/shared";

/** Announcement of a committed batch. Without `events` (too large for the bus) readers fetch the range from the log. */
export interface Committed {
  from: number;
  to: number;
  events?: readonly SessionEvent[];
}
export interface SessionRef {
  tenant: string;
  session: string;
}
/** What changed in a tenant's lists. */
export type WorkspaceChange = { type: "session"; session: SessionSummary } | { type: "attention"; session: string } | { type: "settings" };

/** Names of the bus topics and the messages on them. */
export const topics = {
  /** {@link Committed}, in commit order for each writer. */
  session: ({ tenant, session }: SessionRef) => `session.${tenant}.${session}`,
  /** {@link WorkspaceChange} */
  workspace: (tenant: string) => `workspace.${tenant}`,
  /** {@link SessionRef} of a session that asks for a worker. */
  work: "work",
  /** `{ tenant }` of someone who is about to prompt. */
  warm: "warm",
} as const;
