import { type Actor, event, type NewEvent, newId, type Role } from "@open-cowork/shared";
import type { RequestContext } from "../kernel/context.js";

/** A person as events name them. */
export function anActor(over: Partial<Actor> = {}): Actor {
  return { kind: "person", id: newId(), name: "Ada", ...over };
}

/** A request of an owner in a tenant of its own, unless told otherwise. */
export function aContext(over: { tenant?: string; actor?: Actor; role?: Role; credential?: string; signal?: AbortSignal } = {}): RequestContext {
  const tenant = over.tenant ?? newId();
  const principal = { tenant, actor: over.actor ?? anActor(), role: over.role ?? "owner", credential: over.credential ?? newId() } as const;
  return { tenant, principal, traceId: newId(), ...(over.signal ? { signal: over.signal } : {}) };
}

/** Events of a thread, each with what it needs and nothing else. */
export const some = {
  created: (title = "A thread"): NewEvent => event("session.created", { title, by: anActor() }),
  queued: (run: string, text = "Hello"): NewEvent => event("run.queued", { message: newId(), text, by: anActor(), command: newId() }, run),
  started: (run: string): NewEvent => event("run.started", { worker: "worker" }, run),
  finished: (run: string): NewEvent => event("run.finished", { durationMs: 1 }, run),
  text: (run: string, text: string): NewEvent => event("text.appended", { message: "m", part: "p", text }, run),
  approval: (id: string, run: string): NewEvent =>
    event("approval.requested", { id, permission: "bash", title: "Run a command", patterns: ["ls"], always: ["ls *"] }, run),
  approved: (id: string): NewEvent => event("approval.answered", { id, answer: "once", by: anActor() }),
  question: (id: string, run: string): NewEvent =>
    event("question.requested", { id, questions: [{ header: "Colour", question: "Which?", options: [{ label: "Red" }] }] }, run),
  answered: (id: string): NewEvent => event("question.answered", { id, answers: [["Red"]], by: anActor() }),
  waiting: (id: string, run: string): NewEvent => event("run.waiting", { on: "approval", id }, run),
};
