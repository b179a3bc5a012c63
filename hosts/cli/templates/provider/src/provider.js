import { Turns } from "@open-cowork/core/transport";
import { AppError } from "@open-cowork/shared";
import { outcomeOf } from "./outcome.js";
import { PlatformApi, PlatformError } from "./platform-api.js";

/** Between tries to hear of the platform again. */
const PAUSE_MS = 2_000;

/**
 * A chat platform for Open Cowork: it translates, and nothing else. Who may speak, which thread answers and what commands mean is the router's affair.
 *
 * @implements {import("@open-cowork/core/transport").ChatProvider}
 */
export class ChatPlatformProvider {
  kind = "__name__";
  /** Add buttons, files or a webhook here when the provider has them; until then the router does without. */
  capabilities = { text: { max: 4_000 }, edits: { minIntervalMs: 500 }, files: { in: 0, out: 0 }, typing: true };
  #config;
  #clock;
  #log;
  #api;
  #sink;
  #outbound = new Turns();
  #inbound = new Turns();
  #stopping = new AbortController();
  #listening = Promise.resolve();
  #isTroubled = false;

  constructor(config, { clock, log }) {
    this.instance = config.id;
    this.#config = config;
    this.#clock = clock;
    this.#log = log;
    this.#api = new PlatformApi(config);
  }

  async start(sink) {
    const stopping = new AbortController();
    this.#stopping = stopping;
    try {
      const { handle } = await this.#api.connect(stopping.signal);
      this.#sink = sink;
      sink.health({ state: "ok" });
      this.#listening = this.#listen(sink, stopping.signal);
      return { name: this.#config.name, handle };
    } catch (error) {
      const message =
        error instanceof PlatformError ? `The platform refuses us: ${error.message}. Check url and token.` : "The platform cannot be reached. Check url.";
      throw new AppError("provider.failed", { message, cause: error });
    }
  }

  async stop() {
    this.#stopping.abort();
    await this.#listening;
    await Promise.all([this.#inbound.ended(), this.#outbound.ended()]);
    this.#sink = undefined;
  }

  /** In one conversation one after the other, so that answers are read in the order in which they were given. */
  send(to, message) {
    return this.#outbound.run(to.chat, () => this.#attempt(() => this.#api.send(to.chat, message)));
  }

  edit(to, messageId, message) {
    return this.#outbound.run(to.chat, () => this.#attempt(() => this.#api.edit(to.chat, messageId, message).then(() => messageId)));
  }

  async typing(to) {
    // Best effort: whoever is not told that we write misses nothing.
    await this.#api.typing(to.chat).catch(() => undefined);
  }

  async download() {
    throw new AppError("provider.file_gone");
  }

  async acknowledge() {
    // There are no buttons yet.
  }

  async #attempt(request) {
    try {
      const message = await request();
      this.#report(undefined);
      return { state: "delivered", message };
    } catch (error) {
      const outcome = outcomeOf(error);
      if (outcome.code === "unauthorised") this.#report({ state: "failed", detail: "The platform refuses our token. Set another." });
      return outcome;
    }
  }

  async #listen(sink, signal) {
    while (!signal.aborted) {
      try {
        const updates = await this.#api.updates(this.#config.waitMs, signal);
        this.#report(undefined);
        // Order holds within a conversation; a store that is slow over one holds up no other.
        for (const update of updates) void this.#inbound.run(update.chat, () => this.#take(update, sink, signal));
      } catch (error) {
        if (signal.aborted) return;
        this.#log.warn("__name__.not_heard", { error });
        const isRefused = outcomeOf(error).code === "unauthorised";
        this.#report(
          isRefused
            ? { state: "failed", detail: "The platform refuses our token. Set another." }
            : { state: "degraded", detail: "The platform cannot be heard." },
        );
        await this.#clock.sleep(PAUSE_MS, signal).catch(() => undefined);
      }
    }
  }

  /** The platform hears that we have it only once it is stored; what could not be stored it hands out again. */
  async #take({ id, chat, person, text, at, message }, sink, signal) {
    // Not taken yet: the next life gets it.
    if (signal.aborted) return;
    try {
      const conversation = { chat, kind: "direct" };
      await sink.inbound({ type: "message", key: id, conversation, person, at, text, files: [], message, addressed: true });
      await this.#api.confirm(id);
    } catch (error) {
      this.#log.warn("__name__.not_confirmed", { update: id, error });
    }
  }

  /** Tells the operator of trouble, and of its end. */
  #report(trouble) {
    if (trouble || this.#isTroubled) this.#sink?.health(trouble ?? { state: "ok" });
    this.#isTroubled = trouble !== undefined;
  }
}
