import type { SessionView } from "@open-cowork/shared";
import { ParkedAnswers } from "./parked-answers.js";
import { pendingRequests } from "./run-ending.js";

/**
 * What to do with a run that is active in the log while no engine executes it (its worker died or gave it back):
 * - `park`: it waits for a person; nothing to do until somebody decides.
 * - `resume`: it waited and has been decided; the engine goes on with it.
 * - `end`: it was rejected without a note, which ends a run.
 * - `abort`: somebody asked to stop it.
 * - `interrupt`: it was executing when its worker died.
 */
export type RecoveryPlan = { kind: "park" | "end" | "abort" | "interrupt" } | { kind: "resume"; parked: ParkedAnswers };

export function recoveryPlan(view: SessionView, run: string): RecoveryPlan {
  const { state, abortRequested } = view.runs[run] ?? {};
  if (abortRequested || view.deleted) return { kind: "abort" };
  if (state !== "waiting") return { kind: "interrupt" };
  const parked = new ParkedAnswers(view, run);
  if (parked.endsRun) return { kind: "end" };
  if (parked.any) return { kind: "resume", parked };
  const { approvals, questions } = pendingRequests(view, run);
  return { kind: approvals.length + questions.length > 0 ? "park" : "interrupt" };
}
