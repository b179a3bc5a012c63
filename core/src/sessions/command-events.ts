import {
  type Actor,
  AppError,
  type Command,
  type CommandKind,
  event,
  type NewEvent,
  newId,
  own,
  type SessionSummary,
  type SessionView,
} from "@open-cowork/shared";
import type { Permission } from "../authority/ports.js";

/** What a command needs to know of the session before it can say what happens. */
export interface CommandState {
  summary(): Promise<SessionSummary>;
  view(): Promise<SessionView>;
}

/** The events a command stands for, and the run they concern. */
export interface CommandEvents {
  events: NewEvent[];
  run?: string;
}

export const COMMAND_PERMISSIONS: Readonly<Record<CommandKind, Permission>> = {
  prompt: "session.write",
  abort: "session.write",
  resume: "session.write",
  rename: "session.write",
  pin: "session.write",
  archive: "session.write",
  tag: "session.write",
  delete: "session.delete",
  "approval.answer": "approval.answer",
  "question.answer": "approval.answer",
  "question.reject": "approval.answer",
};

/**
 * Translates a command. Most commands need no state, which keeps a prompt at one round trip; whether a request is still
 * open is checked by the log itself, in the transaction that closes it.
 */
export async function commandEvents(command: Command, by: Actor, state: CommandState): Promise<CommandEvents> {
  switch (command.kind) {
    case "prompt":
      return prompt(command, by, state);
    case "abort": {
      const abortOf = (run: string) => ({ events: [event("run.abort_requested", { by, command: command.id }, run)], run });
      const { activeRun } = await state.summary();
      if (activeRun !== null && (command.run ?? activeRun) === activeRun) return abortOf(activeRun);
      // A prompt that was accepted a moment ago may not be running yet: it is what its sender means.
      const { active, queue, runs } = await state.view();
      const run = command.run ?? active ?? queue[0];
      if (run === undefined) throw new AppError("run.not_active");
      if (own(runs, run) === undefined) throw new AppError("run.not_found");
      return abortOf(run);
    }
    case "resume":
      return resume(command, by, await state.view());
    case "approval.answer":
      return { events: [event("approval.answered", { id: command.approval, answer: command.answer, note: command.note, by })] };
    case "question.answer":
      return { events: [event("question.answered", { id: command.question, answers: command.answers, by })] };
    case "question.reject":
      return { events: [event("question.rejected", { id: command.question, by })] };
    case "rename":
      return { events: [event("session.renamed", { title: command.title, by })] };
    case "pin":
      return { events: [event("session.pinned", { pinned: command.pinned })] };
    case "archive":
      return { events: [event("session.archived", { archived: command.archived })] };
    case "tag":
      return { events: [event("session.tagged", { tags: [...new Set(command.tags)] })] };
    case "delete":
      return { events: [event("session.deleted", { by })] };
  }
}

async function prompt(command: Extract<Command, { kind: "prompt" }>, by: Actor, state: CommandState): Promise<CommandEvents> {
  if (command.text.trim() === "" && command.attachments.length === 0) {
    throw new AppError("request.invalid", { message: "A prompt needs text or an attachment.", details: [{ path: "text", message: "is empty" }] });
  }
  const { text, attachments, agent, model } = command;
  const message = newId();
  if (command.delivery === "steer") {
    const { activeRun } = await state.summary();
    if (activeRun !== null) return { events: [event("run.steered", { message, text, attachments, by, command: command.id }, activeRun)], run: activeRun };
  }
  const run = newId();
  return { events: [event("run.queued", { message, text, attachments, by, agent, model, command: command.id }, run)], run };
}

function resume(command: Extract<Command, { kind: "resume" }>, by: Actor, view: SessionView): CommandEvents {
  const old = own(view.runs, command.run);
  if (old === undefined) throw new AppError("run.not_found");
  if (old.state !== "interrupted" || old.resumable !== true) throw new AppError("run.not_resumable");
  return resumption(view, old.id, by, command.id);
}

/** Queues the continuation of an interrupted run. */
export function resumption(view: SessionView, interrupted: string, by: Actor, command: string): CommandEvents {
  const run = newId();
  const { agent, model } = view.runs[interrupted] ?? {};
  return { events: [event("run.queued", { message: newId(), text: "", attachments: [], by, agent, model, command, resumes: interrupted }, run)], run };
}
