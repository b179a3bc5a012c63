import type { NewCommand, SessionFeed } from "@open-cowork/cloud-client";
import { type AppError, isAppError } from "@open-cowork/shared";
import { asAppError } from "../../ui/error/describe-error.js";
import type { ThreadRequest } from "../thread-events.js";
import type { ThreadScope } from "../thread-scope.js";

export interface CommandPorts {
  feed: () => SessionFeed | undefined;
  scope: () => ThreadScope;
  /** Something to draw again. */
  changed: () => void;
  failed: (error: AppError) => void;
  /** A message was sent: show it. */
  sent: () => void;
}

type Sent = Exclude<ThreadRequest, { type: "open-subagent" | "open-artifact" }>;

/** Carries out what the reader asks for in a thread. Failures are told where they belong; nothing here throws. */
export class ThreadCommands {
  constructor(readonly ports: CommandPorts) {}

  run(request: Sent): void {
    const feed = this.ports.feed();
    if (!feed) return;
    switch (request.type) {
      case "approve":
        void this.#decide(request.approval, { kind: "approval.answer", approval: request.approval, answer: request.answer, note: request.note });
        break;
      case "answer":
        void this.#decide(request.question, { kind: "question.answer", question: request.question, answers: request.answers });
        break;
      case "decline":
        void this.#decide(request.question, { kind: "question.reject", question: request.question });
        break;
      case "resume":
        void this.#send({ kind: "resume", run: request.run });
        break;
      case "withdraw":
        void this.#send({ kind: "abort", run: request.run });
        break;
      case "again":
        this.#again(request.run);
        break;
      case "resend":
        feed.retry(request.prompt);
        break;
      case "discard":
        feed.discard(request.prompt);
        break;
    }
  }

  /** Stops the active run. */
  stop(): void {
    const run = this.ports.feed()?.view.active;
    if (run !== undefined) void this.#send({ kind: "abort", run });
  }

  /** Sends the message that a run answered once more, as a new one. */
  #again(run: string): void {
    const feed = this.ports.feed();
    const prompt = feed?.view.blocks.find((block) => block.type === "person" && block.run === run);
    if (!feed || prompt?.type !== "person") return;
    const { agent, model } = feed.view.runs[run] ?? {};
    feed.prompt({ text: prompt.text, attachments: prompt.attachments, agent, model });
    this.ports.sent();
  }

  async #send(command: NewCommand): Promise<void> {
    try {
      await this.ports.feed()?.command(command);
    } catch (cause) {
      this.ports.failed(asAppError(cause));
    }
  }

  /** The card stays as it is until the log says that it is decided, so that two answers are never shown. */
  async #decide(id: string, command: NewCommand): Promise<void> {
    const { deciding } = this.ports.scope();
    if (deciding.get(id) === "sending") return;
    deciding.set(id, "sending");
    this.ports.changed();
    try {
      await this.ports.feed()?.command(command);
    } catch (cause) {
      // Somebody else was quicker: the log brings their decision.
      if (isAppError(cause) && (cause.code === "approval.not_pending" || cause.code === "question.not_pending")) deciding.delete(id);
      else deciding.set(id, asAppError(cause));
      this.ports.changed();
    }
  }
}
