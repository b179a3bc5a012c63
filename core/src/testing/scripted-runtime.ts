import { AppError, type EventBody, type EventKind, eventBodies, type Failure } from "@open-cowork/shared";
import type { TenantContext } from "../kernel/context.js";
import type { Checkpoint, Runtime, RuntimeAnswer, RuntimeEvent, RuntimeOutcome, RuntimePrompt, RuntimeSession, RuntimeSpec } from "../sessions/ports.js";

/** The engine's side of one turn, played by a test. */
export class ScriptedTurn {
  readonly answers: RuntimeAnswer[] = [];
  readonly steered: RuntimePrompt[] = [];
  aborted = false;
  #end!: (outcome: RuntimeOutcome) => void;
  readonly outcome = new Promise<RuntimeOutcome>((resolve) => {
    this.#end = resolve;
  });
  ended = false;

  constructor(
    readonly prompt: RuntimePrompt,
    private readonly out: (event: RuntimeEvent) => void,
  ) {}

  emit<K extends EventKind>(kind: K, body: Partial<EventBody<K>> & Record<string, unknown>, agentPath?: string[]): void {
    this.out({ kind, body: eventBodies[kind].parse(body), ...(agentPath ? { agentPath } : {}) } as RuntimeEvent);
  }
  say(text: string, part = `${this.prompt.run}-p`): void {
    this.emit("text.appended", { message: `${this.prompt.run}-m`, part, text });
  }
  ask(id: string, patterns = ["rm -rf build"], more: Partial<EventBody<"approval.requested">> = {}): void {
    this.emit("approval.requested", { id, permission: "bash", title: "Run a command", patterns, always: patterns, ...more });
  }
  finish(): void {
    this.end({ state: "finished" });
  }
  fail(error: Failure): void {
    this.end({ state: "failed", error });
  }
  end(outcome: RuntimeOutcome): void {
    this.ended = true;
    this.#end(outcome);
  }
}

/** A runtime without an engine: every prompt becomes a {@link ScriptedTurn} that `play` (or the test, through `turns`) acts out. */
export class ScriptedRuntime implements Runtime {
  readonly turns: ScriptedTurn[] = [];
  readonly restored: { session: string; checkpoints: Checkpoint[] }[] = [];
  warmed = 0;

  constructor(private readonly play: (turn: ScriptedTurn) => void | Promise<void> = () => undefined) {}

  async open(_ctx: TenantContext, spec: RuntimeSpec): Promise<RuntimeSession> {
    this.restored.push({ session: spec.session, checkpoints: await spec.checkpoints() });
    let turn: ScriptedTurn | undefined;
    let closed = false;
    let position = this.turns.length;
    const seen = new Map<string, Promise<RuntimeOutcome>>();
    const active = () => (turn !== undefined && !turn.ended ? turn : undefined);
    return {
      prompt: (prompt) => {
        const earlier = seen.get(prompt.message);
        if (earlier !== undefined) return earlier;
        turn = new ScriptedTurn(prompt, (item) => closed || spec.emit(item));
        this.turns.push(turn);
        seen.set(prompt.message, turn.outcome);
        const current = turn;
        Promise.resolve(this.play(current)).catch((error: unknown) => current.fail({ code: "runtime.failed", message: String(error), retryable: false }));
        return turn.outcome;
      },
      steer: async (prompt) => {
        const current = active();
        if (current === undefined) throw new AppError("run.not_active");
        current.steered.push(prompt);
      },
      answer: async (answer) => void active()?.answers.push(answer),
      abort: async () => {
        const current = active();
        if (current === undefined) return;
        current.aborted = true;
        current.end({ state: "aborted" });
      },
      checkpoint: async () => ({ position: ++position, data: new TextEncoder().encode(`checkpoint ${position}`) }),
      close: async () => void (closed = true),
    };
  }

  async catalog(): Promise<{ agents: { id: string; name: string; description: string; primary: boolean }[]; defaultAgent: string }> {
    return { agents: [{ id: "build", name: "Build", description: "Does things", primary: true }], defaultAgent: "build" };
  }

  warm(): void {
    this.warmed++;
  }
}
