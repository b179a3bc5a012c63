import { AppError, event, type Failure, type NewEvent } from "@open-cowork/shared";

/** Attempts after which a model call is given up. The engine doubles its pauses, so this is about a minute. */
const MAX_ATTEMPTS = 5;
/** Answers in a row without a word, a thought or a tool. An engine asks again at once, and each time costs money. */
const MAX_EMPTY = 3;

const NOTHING = "The model answered with nothing. Check the provider's address and the model.";
const UNENDED = "The model's answer stopped without saying that it was complete, so something may be missing.";

const CONTENT: ReadonlySet<NewEvent["kind"]> = new Set<NewEvent["kind"]>(["text.appended", "text.replaced", "reasoning.appended", "tool.started"]);

/**
 * Keeps an eye on what an engine does by itself. It takes back the words of an attempt that is made again, so that nobody reads
 * them twice, and says when a turn has to be given up: engines try again for ever.
 */
export class TurnWatch {
  /** Texts of the model call under way, by transcript and part. */
  readonly #said = new Map<string, NewEvent & { kind: "text.appended" }>();
  #empty = 0;
  /** Content of the model call under way, and whether it asked for a tool. */
  #content = false;
  #tool = false;
  #everContent = false;

  /** The model was asked, and all it gave was an end. */
  get nothing(): Failure | undefined {
    return this.#empty > 0 && !this.#everContent ? failure("model.failed", NOTHING) : undefined;
  }

  /** Events to write before this one. */
  before(item: NewEvent): NewEvent[] {
    if (item.kind === "text.appended") this.#said.set(`${item.agentPath?.join("/") ?? ""}:${item.body.part}`, item);
    else if (item.kind === "tool.started" || item.kind === "message.started") this.#said.clear();
    if (item.kind !== "run.retrying") return [];
    const again = [...this.#said.values()].map(({ body: { message, part }, run, agentPath }) =>
      event("text.replaced", { message, part, text: "" }, run, agentPath),
    );
    this.#said.clear();
    return again;
  }

  /** Why the turn has to end now, if it has to. */
  verdict(item: NewEvent): Failure | undefined {
    if (CONTENT.has(item.kind)) this.#content = this.#everContent = true;
    if (item.kind === "tool.started") this.#tool = true;
    if (item.kind === "run.retrying" && item.body.attempt > MAX_ATTEMPTS) {
      const said = `The model provider kept failing and was given up after ${MAX_ATTEMPTS} more tries: ${item.body.message.slice(0, 300)}`;
      return failure("model.failed", said);
    }
    if (item.kind !== "message.finished") return undefined;
    const { finish } = item.body;
    const [content, tool] = [this.#content, this.#tool];
    this.#content = this.#tool = false;
    this.#empty = content ? 0 : this.#empty + 1;
    if (this.#empty >= MAX_EMPTY) return failure("model.failed", NOTHING);
    // An engine takes this for an answer that is to be continued, and asks for ever.
    return content && !tool && finish === "unknown" ? failure("model.stream_cut", UNENDED) : undefined;
  }
}

function failure(code: "model.failed" | "model.stream_cut", message: string): Failure {
  return { code, message, retryable: new AppError(code).retryable };
}
