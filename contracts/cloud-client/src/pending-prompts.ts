import {
  type AnyEvent,
  AppError,
  type Attachment,
  type CommandInput,
  type CommandResult,
  isAppError,
  type ModelRef,
  newId,
  type SessionView,
} from "@open-cowork/shared";

/** A prompt that the person sees although the log does not hold it yet. */
export interface PendingPrompt {
  /** Its command id, chosen here; the event that confirms it carries the same. */
  id: string;
  text: string;
  attachments: Attachment[];
  state: "sending" | "failed";
  error?: AppError;
}

export interface PromptInput {
  text: string;
  attachments?: Attachment[];
  agent?: string;
  model?: ModelRef;
  /** `steer` goes into the active run at its next step; `queue` (default) waits for its end. */
  delivery?: "queue" | "steer";
}

/**
 * Prompts on their way. One leaves when the log shows its command (whatever became of the request, so a lost answer is no failure),
 * or when it is discarded. Sending again uses the same command id: the server runs it once.
 */
export class PendingPrompts {
  readonly #inputs = new Map<string, PromptInput>();
  readonly #send: (command: CommandInput) => Promise<CommandResult>;
  readonly #changed: () => void;
  /** Oldest first. A new array after each change. */
  items: PendingPrompt[] = [];

  constructor(send: (command: CommandInput) => Promise<CommandResult>, changed: () => void) {
    this.#send = send;
    this.#changed = changed;
  }

  add(input: PromptInput): PendingPrompt {
    const prompt: PendingPrompt = { id: newId(), text: input.text, attachments: input.attachments ?? [], state: "sending" };
    this.#inputs.set(prompt.id, input);
    this.items = [...this.items, prompt];
    void this.#dispatch(prompt.id);
    this.#changed();
    return prompt;
  }

  /** Does nothing unless it has failed. */
  retry(id: string): void {
    if (this.#find(id)?.state !== "failed") return;
    this.#replace(id, { state: "sending", error: undefined });
    void this.#dispatch(id);
  }

  discard(id: string): void {
    if (this.#remove(id)) this.#changed();
  }

  /** Notes an event of the log; the caller tells its listeners. */
  confirm(event: AnyEvent): void {
    if (this.items.length > 0 && (event.kind === "run.queued" || event.kind === "run.steered"))
      this.#remove(String((event.body as { command?: string }).command));
  }

  /** Notes a whole view, read afresh. */
  confirmAll(view: SessionView): void {
    if (this.items.length === 0) return;
    for (const block of view.blocks) if (block.type === "person") this.#remove(block.command);
  }

  async #dispatch(id: string): Promise<void> {
    const input = this.#inputs.get(id);
    if (!input) return;
    try {
      await this.#send({ kind: "prompt", id, ...input });
    } catch (cause) {
      this.#replace(id, { state: "failed", error: isAppError(cause) ? cause : new AppError("internal", { cause }) });
    }
  }

  #find(id: string): PendingPrompt | undefined {
    return this.items.find((item) => item.id === id);
  }

  #replace(id: string, patch: Partial<PendingPrompt>): void {
    if (!this.#find(id)) return;
    this.items = this.items.map((item) => (item.id === id ? { ...item, ...patch } : item));
    this.#changed();
  }

  #remove(id: string): boolean {
    if (!this.#inputs.delete(id)) return false;
    this.items = this.items.filter((item) => item.id !== id);
    return true;
  }
}
