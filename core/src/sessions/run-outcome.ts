import { type Actor, type EventBody, event, type NewEvent, type SessionView } from "@open-cowork/shared";
import { resumption } from "./command-events.js";
import type { RuntimeOutcome } from "./ports.js";
import { closingEvents, toolInFlight, unansweredSteers } from "./run-ending.js";

export const SYSTEM: Actor = { kind: "system", id: "system", name: "Open Cowork" };

/** How a turn went, as far as its last events need it. */
export interface EndedTurn {
  run: string;
  /** The engine has closed all that it opened. */
  tidy: boolean;
  abortedBy: Actor | undefined;
  durationMs: number;
}

/** The events that end a run in the way its engine ended. */
export function outcomeEvents(view: SessionView, turn: EndedTurn, ending: Exclude<RuntimeOutcome, { state: "lost" }>, now: number): NewEvent[] {
  const { run, durationMs } = turn;
  const closing = (reason: string) => closingEvents(view, run, now, reason);
  if (ending.state === "aborted") return [...closing("Stopped."), event("run.aborted", { by: turn.abortedBy, durationMs }, run)];
  if (ending.state === "failed") return [...closing("The run failed."), event("run.failed", { error: ending.error, durationMs }, run)];
  return [...(turn.tidy ? [] : closing("The run ended.")), event("run.finished", { durationMs }, run)];
}

/** Closes a run that broke off. It goes on by itself once, if nothing irreversible was under way. */
export function interruption(view: SessionView, run: string, reason: string, now: number): NewEvent[] {
  const safe = !toolInFlight(view, run) && view.runs[run]?.resumes === undefined;
  return [
    ...closingEvents(view, run, now, reason),
    event("run.interrupted", { reason, resumable: true }, run),
    ...(safe ? resumption(view, run, SYSTEM, `resume-${run}`).events : []),
    ...unansweredSteers(view, run).map(({ id, text, attachments, by, command }) => requeued({ message: id, text, attachments, by, command })),
  ];
}

/** A steered message that came too late for its run becomes a run of its own. */
export function requeued(steered: EventBody<"run.steered">): NewEvent {
  return event("run.queued", { ...steered }, `${steered.message}-q`);
}
