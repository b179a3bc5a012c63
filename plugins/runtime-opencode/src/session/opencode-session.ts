import type { Clock, Log, TenantContext } from "@open-cowork/core/kernel";
import type { Checkpoint, RuntimeAnswer, RuntimeEvent, RuntimeOutcome, RuntimePrompt, RuntimeSession } from "@open-cowork/core/sessions";
import type { ArtifactStore } from "@open-cowork/core/transport";
import { AppError, type Failure, isAppError, type ModelRef } from "@open-cowork/shared";
import type { Engine } from "../engine/engine.js";
import { EngineError } from "../engine/engine-client.js";
import { encodeCheckpoint } from "./checkpoint-codec.js";
import type { Grants } from "./grants.js";
import { lostWords } from "./lost-words.js";
import { engineMessageId } from "./message-ids.js";
import { promptParts } from "./prompt-parts.js";
import type { Thread } from "./thread.js";
import type { Turn } from "./turn.js";

export interface SessionDeps {
  ctx: TenantContext;
  artifacts: ArtifactStore;
  grants: Grants;
  clock: Clock;
  log: Log;
  /** An engine with the tenant's present settings. */
  acquire(): Promise<Engine>;
  /** A turn is about to begin in the directory. */
  enter(directory: string): Promise<void>;
  /** Whether the engine was started with the newest settings that were read. */
  current(engine: Engine): boolean;
  /** The model to use: the wished one where the engine has it. @throws AppError `model.not_found`, `model.not_configured` */
  model(wished: ModelRef | undefined, engine: Engine): ModelRef;
  /** Fetches what the live stream missed of the thread's history. */
  fillGap(thread: Thread, engine: Engine): Promise<void>;
  /** Allowed from now on: settles the open requests that this covers. */
  settleAllowed(thread: Thread): void;
}

/** One opening of a thread. */
export class OpenCodeSession implements RuntimeSession {
  readonly #sink: (event: RuntimeEvent) => void;
  #giving: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(
    private readonly deps: SessionDeps,
    private readonly thread: Thread,
    /** Where the next turn runs; an engine that was replaced meanwhile gives way to the newer one. */
    private engine: Engine,
    emit: (event: RuntimeEvent) => void,
  ) {
    this.#sink = (event) => {
      if (!this.#closed) emit(event);
    };
    thread.sink = this.#sink;
  }

  async prompt(prompt: RuntimePrompt): Promise<RuntimeOutcome> {
    if (this.thread.busy) throw new AppError("runtime.failed", { message: "A turn of this thread is still running." });
    const turn = this.thread.begin();
    // A message that the engine has already is not given to it twice: the model is told to go on instead.
    const again = this.thread.heard(prompt.message);
    const giving = this.#begin(
      turn,
      again ? { ...prompt, message: `${prompt.message}+${this.deps.clock.now()}`, text: "", attachments: [], resume: true } : prompt,
    );
    this.#giving = giving;
    try {
      this.thread.first = await giving;
    } catch (error) {
      const failure = this.#failure(error);
      // The engine died with the message in its hands.
      if (failure.code === "runtime.crashed") turn.lose();
      else turn.refuse(failure);
    }
    return turn.outcome;
  }

  async steer(prompt: RuntimePrompt): Promise<void> {
    const { turn } = this.thread;
    if (turn === undefined || turn.ended || turn.abortAsked) throw new AppError("run.not_active");
    await this.#giving.catch(() => undefined);
    await this.#give(turn, prompt);
  }

  async answer(answer: RuntimeAnswer): Promise<void> {
    const { thread, engine } = this;
    if (answer.kind === "question") {
      if (!thread.mapper.questions.delete(answer.id)) return;
      const reply =
        "rejected" in answer
          ? engine.client.rejectQuestion(thread.directory, answer.id)
          : engine.client.replyQuestion(thread.directory, answer.id, answer.answers);
      return this.#ignoreUnknown(reply);
    }
    const request = thread.mapper.approvals.get(answer.id);
    if (request === undefined) return;
    thread.mapper.approvals.delete(answer.id);
    await this.#ignoreUnknown(engine.client.replyPermission(thread.directory, answer.id, answer.answer === "reject" ? "reject" : "once", answer.note));
    if (answer.answer !== "session" && answer.answer !== "always") return;
    await this.deps.grants.add(thread.session, answer.answer, request);
    this.deps.settleAllowed(thread);
  }

  async abort(): Promise<void> {
    const { turn } = this.thread;
    if (turn === undefined || turn.ended) return;
    turn.abort();
    await this.#giving.catch(() => undefined);
    if (!turn.ended) await this.engine.client.abort(this.thread.directory, this.thread.engineId);
  }

  async checkpoint(): Promise<Checkpoint | undefined> {
    const { journal, engineId } = this.thread;
    if (journal.gap && this.engine.alive) await this.deps.fillGap(this.thread, this.engine);
    const events = journal.take();
    return events === undefined ? undefined : encodeCheckpoint(journal.position, { engine: this.engine.version, root: engineId, events });
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.thread.sink === this.#sink) this.thread.sink = undefined;
  }

  async #begin(turn: Turn, prompt: RuntimePrompt): Promise<string> {
    await this.deps.enter(this.thread.directory);
    // Last before the turn counts: an engine without turns that gives way to a newer one stops at once.
    if (!this.engine.alive || this.engine.draining || !this.deps.current(this.engine)) this.engine = await this.deps.acquire();
    if (turn.ended) throw new AppError("run.not_active");
    this.thread.runIn(this.engine);
    return this.#give(turn, prompt);
  }

  /** @returns the engine's id of the message */
  async #give(turn: Turn, prompt: RuntimePrompt): Promise<string> {
    const model = this.deps.model(prompt.model, this.engine);
    const { ctx, artifacts } = this.deps;
    const lost = lostWords((runs) => prompt.earlier?.(runs) ?? [], this.thread);
    const parts = await promptParts(ctx, prompt, lost, { directory: this.thread.directory, artifacts });
    const messageID = engineMessageId(prompt.message, this.deps.clock.now());
    if (turn.ended || turn.abortAsked) throw new AppError("run.not_active");
    turn.giving(messageID);
    try {
      await this.engine.client.prompt(this.thread.directory, this.thread.engineId, {
        messageID,
        model: { providerID: model.provider, modelID: model.model },
        agent: prompt.agent,
        parts,
      });
      return messageID;
    } catch (error) {
      turn.takingBack(messageID);
      throw error;
    }
  }

  /** The engine may have settled the request a moment ago by itself. */
  async #ignoreUnknown(call: Promise<unknown>): Promise<void> {
    try {
      await call;
    } catch (error) {
      if (!(error instanceof EngineError) || error.status !== 404) throw error;
    }
  }

  #failure(error: unknown): Failure {
    if (!isAppError(error)) this.deps.log.warn("runtime.prompt_failed", { session: this.thread.session, error });
    const known = isAppError(error) ? error : new AppError("runtime.failed", { cause: error });
    return { code: known.code, message: known.message, retryable: known.retryable };
  }
}
