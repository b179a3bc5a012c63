import { AppError, type Attention, newId, type RunState, type SessionEvent, type SessionStatus, type SessionSummary } from "@open-cowork/shared";
import type { Clock } from "../kernel/clock.js";
import type { Checkpoint } from "../sessions/ports.js";

export interface MemorySession {
  tenant: string;
  id: string;
  title: string;
  pinned: boolean;
  archived: boolean;
  deleted: boolean;
  purged: boolean;
  tags: string[];
  createdAt: number;
  activeAt: number;
  active: { run: string; state: "running" | "waiting" } | null;
  queued: number;
  last?: RunState;
  events: SessionEvent[];
  snapshot?: { seq: number; json: string };
  checkpoints: Checkpoint[];
  commands: Map<string, { from: number; at: number; run?: string }>;
  attention: Map<string, Attention>;
  said: { seq: number; at: number; text: string }[];
  /** Moves with every change of the list line. */
  rev: number;
  worker?: string;
  epoch: number;
  leaseUntil: number;
  /** Last event that asks for a worker, and up to where a worker said that it has seen them. */
  wakeSeq: number;
  seenSeq: number;
  /** Where the active run began to wait. */
  waitSeq: number;
}

/** What the memory ports share, as the tables of a database are shared. For tests: nothing is kept and nothing is fast. */
export class MemoryStore {
  readonly sessions = new Map<string, MemorySession>();
  /** Called for each session that is purged, for what belongs to it elsewhere. */
  readonly onPurge: ((tenant: string, session: string) => void)[] = [];
  rev = 0;

  constructor(readonly clock: Clock) {}

  find(tenant: string, id: string): MemorySession | undefined {
    return this.sessions.get(key(tenant, id));
  }

  /** @throws AppError `session.not_found` for what is unknown or purged. */
  get(tenant: string, id: string): MemorySession {
    const session = this.find(tenant, id);
    if (!session || session.purged) throw new AppError("session.not_found");
    return session;
  }

  create(tenant: string, id: string): MemorySession {
    const at = this.clock.now();
    const session: MemorySession = {
      ...{ tenant, id, title: "", pinned: false, archived: false, deleted: false, purged: false, tags: [], createdAt: at, activeAt: at },
      ...{ active: null, queued: 0, events: [], checkpoints: [], commands: new Map(), attention: new Map(), said: [] },
      ...{ rev: 0, epoch: 0, leaseUntil: 0, wakeSeq: 0, seenSeq: 0, waitSeq: 0 },
    };
    this.sessions.set(key(tenant, id), session);
    return session;
  }

  of(tenant: string): MemorySession[] {
    return [...this.sessions.values()].filter((session) => session.tenant === tenant);
  }
}

export function summaryOf(session: MemorySession): SessionSummary {
  const { id, title, pinned, archived, deleted, tags, createdAt, activeAt } = session;
  return {
    ...{ id, title, status: statusOf(session), pinned, archived, deleted, tags: [...tags], activeRun: session.active?.run ?? null },
    ...{ attention: session.attention.size, headSeq: session.events.length, createdAt, activeAt },
  };
}

function statusOf({ active, queued, last }: MemorySession): SessionStatus {
  if (active) return active.state;
  if (queued > 0) return "queued";
  return last === "failed" || last === "interrupted" ? last : "idle";
}

function key(tenant: string, id: string): string {
  return `${tenant}/${id}`;
}

/** A tenant that nobody else uses. */
export function aTenant(): { tenant: string } {
  return { tenant: newId() };
}
