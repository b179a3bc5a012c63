import type { Clock, Log } from "@open-cowork/core/kernel";
import { type ChatCapabilities, type ChatProfile, type ChatProvider, type ChatSink, type OutboundMessage, Turns } from "@open-cowork/core/transport";
import { AppError, type Conversation, type InboundEvent, type SendOutcome } from "@open-cowork/shared";
import type { CorkboardApi, CorkboardEvent } from "./corkboard-api.js";
import { outcomeOf } from "./outcome.js";

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 30_000;

/** Corkboard as a chat channel. Notes are what people say, and Corkboard shows Markdown as it is. */
export class CorkboardProvider implements ChatProvider {
  readonly kind = "corkboard";
  readonly capabilities: ChatCapabilities = { text: { max: 2_000 }, edits: { minIntervalMs: 500 }, files: { in: 0, out: 0 }, typing: false };
  readonly #turns = new Turns();
  /** Events that were given to us and are not stored yet. */
  readonly #taking = new Set<string>();
  #sink: ChatSink | undefined;
  #isTroubled = false;
  #stopping = new AbortController();
  #listening: Promise<void> = Promise.resolve();

  constructor(
    readonly instance: string,
    private readonly api: CorkboardApi,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async start(sink: ChatSink): Promise<ChatProfile> {
    const me = await this.api.me().catch((cause: unknown) => {
      throw new AppError("provider.failed", { message: "Corkboard did not let us in. Check url and token.", cause });
    });
    this.#sink = sink;
    this.#stopping = new AbortController();
    this.#listening = this.#listen(sink, this.#stopping.signal);
    return me;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#listening;
    // What was taken is stored and acknowledged first.
    await this.#turns.ended();
  }

  send({ chat }: Conversation, { text, key }: OutboundMessage): Promise<SendOutcome> {
    return this.#turns.run(`to ${chat}`, () => this.#told(this.api.post(chat, text, key)));
  }

  edit({ chat }: Conversation, note: string, { text }: OutboundMessage): Promise<SendOutcome> {
    return this.#turns.run(`to ${chat}`, () => this.#told(this.api.change(chat, note, text).then(() => note)));
  }

  /** Corkboard does not show that somebody is writing. */
  async typing(): Promise<void> {
    return;
  }

  async download(): Promise<AsyncIterable<Uint8Array>> {
    throw new AppError("provider.file_gone", { message: "There are no files on Corkboard." });
  }

  /** Nor has it buttons. */
  async acknowledge(): Promise<void> {
    return;
  }

  async #listen(sink: ChatSink, signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      try {
        for (const event of await this.api.events(signal)) this.#take(event, sink);
        if (failures > 1) sink.health({ state: "ok" });
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        this.log.warn("corkboard.listen_failed", { error });
        // A connection that is cut now and then is no trouble; one that does not come back is.
        if (++failures === 2) sink.health({ state: "degraded", detail: "Corkboard does not answer." });
        await this.clock.sleep(Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS), signal).catch(() => undefined);
      }
    }
  }

  /** Of one board one after the other; a board whose events take long holds up no other. */
  #take(event: CorkboardEvent, sink: ChatSink): void {
    if (this.#taking.has(event.id)) return;
    this.#taking.add(event.id);
    const taken = this.#turns.run(`from ${event.board.id}`, async () => {
      await sink.inbound(eventOf(event));
      await this.api.acknowledge(event.id);
    });
    taken
      // Not acknowledged, so Corkboard gives it out again.
      .catch((error: unknown) => this.log.warn("corkboard.not_taken", { event: event.id, error }))
      .finally(() => this.#taking.delete(event.id));
  }

  async #told(request: Promise<string>): Promise<SendOutcome> {
    const outcome = await outcomeOf(request);
    const isRefused = outcome.state === "refused" && outcome.code === "unauthorised";
    if (isRefused) this.#sink?.health({ state: "failed", detail: "Corkboard does not accept our token any more. Set a new one." });
    else if (this.#isTroubled && outcome.state === "delivered") this.#sink?.health({ state: "ok" });
    if (isRefused || outcome.state === "delivered") this.#isTroubled = isRefused;
    return outcome;
  }
}

function eventOf({ id, board, author, note, text, mentionsUs, at }: CorkboardEvent): InboundEvent {
  return {
    type: "message",
    key: id,
    conversation: { chat: board.id, kind: board.kind, ...(board.title === undefined ? {} : { title: board.title }) },
    person: author,
    at,
    text,
    files: [],
    message: note,
    addressed: board.kind === "direct" || mentionsUs,
  };
}
