import type { Clock } from "@open-cowork/core/kernel";
import type { RuntimeEvent } from "@open-cowork/core/sessions";
import type { ModelRef } from "@open-cowork/shared";
import type { Engine } from "../engine/engine.js";
import type { SyncEvent } from "../engine/engine-client.js";
import { isAbort } from "../mapping/failures.js";
import { finishMessages } from "../mapping/messages.js";
import { SessionNode } from "../mapping/node.js";
import type { EngineFailure, PermissionAsked } from "../mapping/schemas.js";
import { type MapperHost, SessionMapper, type TurnSignals } from "../mapping/session-mapper.js";
import { endSubagents } from "../mapping/sessions.js";
import type { Knowledge } from "./lost-words.js";
import { keyOfEngineId, messageKey } from "./message-ids.js";
import { MessageOrder } from "./message-order.js";
import { SyncJournal } from "./sync-journal.js";
import { Turn } from "./turn.js";

export interface ThreadDeps {
  clock: Clock;
  contextLimit(model: ModelRef): number | undefined;
  /** A person has allowed this before: answers it and returns true. */
  allowed(thread: Thread, request: PermissionAsked): boolean;
  /** The clock was set back in mid-turn: the engine overlooks the answer that it has just begun, and would ask the model again and again. */
  setBack(thread: Thread): void;
  /** A turn of the thread has ended. */
  ended(thread: Thread, engine: Engine): void;
}

interface RecordedMessage {
  role?: string;
  id?: string;
  time?: { completed?: number };
  error?: EngineFailure;
}

/** What this process knows of one thread and its session in the engine. Lives longer than the engine process and than one open. */
export class Thread implements Knowledge {
  readonly journal = new SyncJournal();
  readonly order = new MessageOrder();
  readonly mapper: SessionMapper;
  /** Keys of the people's messages that the engine has. */
  readonly #heard = new Set<string>();
  /** Answers of the root that the engine has to their end. */
  readonly #completed = new Set<string>();
  turn: Turn | undefined;
  /** Where the present or last turn runs. */
  engine: Engine | undefined;
  /** Engine id of the message that began the turn. */
  first = "";
  epoch: number | undefined;
  usedAt = 0;
  /** Takes the events of the one who opened the thread last. */
  sink: ((event: RuntimeEvent) => void) | undefined;

  constructor(
    readonly session: string,
    readonly engineId: string,
    readonly directory: string,
    private readonly deps: ThreadDeps,
  ) {
    const thread = this;
    const host: MapperHost = {
      directory,
      emit: (event) => this.sink?.(event),
      contextLimit: (model) => deps.contextLimit(model),
      allowed: (request) => deps.allowed(this, request),
      now: () => deps.clock.now(),
      after: (ms, callback) => deps.clock.after(ms, callback),
      get signals() {
        return thread.turn === undefined || thread.turn.ended ? SILENT : thread.turn;
      },
    };
    this.mapper = new SessionMapper(host, new SessionNode(engineId, []));
  }

  get busy(): boolean {
    return this.turn !== undefined && !this.turn.ended;
  }

  begin(): Turn {
    this.mapper.beginTurn();
    this.engine = undefined;
    this.turn = new Turn(
      this.deps.clock,
      () => this.mapper.root.open,
      () => this.#end(),
    );
    return this.turn;
  }

  /** The turn runs in this engine, which therefore stays until its end. */
  runIn(engine: Engine): void {
    engine.turns += 1;
    this.engine = engine;
  }

  #end(): void {
    finishMessages(this.mapper, this.mapper.root);
    endSubagents(this.mapper);
    if (this.engine === undefined) return;
    this.engine.turns -= 1;
    this.deps.ended(this, this.engine);
  }

  /** An entry of the engine's history of this thread. */
  record(event: SyncEvent): void {
    // Out of sequence, entries tell nothing about the order: they come again once the gap before them is filled.
    if (this.journal.add(event) && this.order.add(event) && this.busy) this.deps.setBack(this);
    if (event.aggregateID !== this.engineId || !event.type.startsWith("message.updated")) return;
    const { role, id, time, error } = (event.data.info ?? {}) as RecordedMessage;
    if (id === undefined) return;
    if (role === "user") this.#heard.add(keyOfEngineId(id));
    // The engine leaves an answer that failed out of what it tells the model.
    else if (time?.completed !== undefined && (error === undefined || isAbort(error))) this.#completed.add(id);
  }

  heard(message: string): boolean {
    return this.#heard.has(messageKey(message));
  }

  completed(message: string): boolean {
    return this.#completed.has(message);
  }
}

function nothing(): void {
  return;
}
/** For what the engine says between turns. */
const SILENT: TurnSignals = { said: nothing, failed: nothing, aborted: nothing, idle: nothing, answered: nothing };
