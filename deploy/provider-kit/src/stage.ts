import { inspect } from "node:util";
import type { ChatProvider, OutboundMessage } from "@open-cowork/core/transport";
import { type Conversation, type SendOutcome, sendOutcomeSchema } from "@open-cowork/shared";
import { breathe, Patience } from "./patience.js";
import type { ProviderHarness, SeenMessage, SimulatedPlatform } from "./platform.js";
import { RecordingSink } from "./recording-sink.js";

/** One case in the making: the platform, the sink, and the lives of the provider in it. Everything that is said to an operator on the way is kept. */
export class Stage {
  readonly sink: RecordingSink;
  readonly platform: SimulatedPlatform;
  readonly #patience: Patience;
  readonly #harness: ProviderHarness;
  readonly #lives: ChatProvider[] = [];
  readonly #uttered: string[] = [];
  #keys = 0;

  constructor(harness: ProviderHarness, patienceMs: number) {
    this.#harness = harness;
    this.platform = harness.platform;
    this.#patience = new Patience(patienceMs);
    this.sink = new RecordingSink(this.#patience);
  }

  get ann() {
    return this.platform.people.ann;
  }
  get bob() {
    return this.platform.people.bob;
  }
  /** Where Ann talks to us. */
  get home(): Conversation {
    return this.platform.direct(this.ann);
  }
  /** Where Bob talks to us. */
  get away(): Conversation {
    return this.platform.direct(this.bob);
  }

  /** See {@link Patience}. */
  within<T>(promise: Promise<T>, what: string): Promise<T> {
    return this.#patience.within(promise, what);
  }
  eventually(condition: () => boolean, what: string): Promise<void> {
    return this.#patience.eventually(condition, what);
  }

  /** A provider that was not started. */
  async provider(): Promise<ChatProvider> {
    const provider = this.#watched(await this.#harness.provider());
    this.#lives.push(provider);
    return provider;
  }

  /** A provider that listens. */
  async life(): Promise<ChatProvider> {
    const provider = await this.provider();
    await provider.start(this.sink);
    return provider;
  }

  /** Content as the router hands it over, with a key of its own. */
  message(text: string, more: Partial<OutboundMessage> = {}): OutboundMessage {
    return { text, buttons: [], key: `kit-${++this.#keys}`, ...more };
  }

  /** Sends what has to arrive, and looks for it. */
  async said(provider: ChatProvider, message: OutboundMessage, to = this.home): Promise<SeenMessage> {
    const outcome = await provider.send(to, message);
    if (outcome.state !== "delivered") throw new Error(`expected it to be delivered, got ${JSON.stringify(outcome)}`);
    return this.seen(outcome.message, to);
  }

  /** A message of ours, by the id that the provider gave it. */
  seen(id: string, where = this.home): SeenMessage {
    const messages = this.platform.messages(where);
    const found = messages.find((message) => message.id === id);
    if (!found) throw new Error(`expected a message ${id} on the platform, there are: ${messages.map((message) => message.id).join(", ") || "none"}`);
    return found;
  }

  /** Resolves when the platform has heard that we have everything, as far as it says so: what it delivers from now on is a repetition. */
  async heard(): Promise<void> {
    const { platform } = this;
    await breathe();
    await this.eventually(() => (platform.unacknowledged?.() ?? 0) === 0, "the platform to be told that we have it");
  }

  /** Ends all lives; then nothing that was logged, answered, shown or thrown may hold a secret. */
  async end(): Promise<void> {
    this.sink.releaseAll();
    for (const life of this.#lives) await this.within(life.stop(), "stop to end");
    const conversations = [this.home, this.away, ...(this.platform.shared ? [this.platform.shared()] : [])];
    const shown = conversations.flatMap((conversation) => this.platform.messages(conversation).flatMap(({ text, source }) => [text, source]));
    const told = [...this.#uttered, ...this.#harness.logged(), ...this.sink.reports.map((report) => report.detail ?? ""), ...shown];
    for (const secret of this.#harness.secrets)
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")]) {
        const leak = told.find((text) => text.includes(form));
        if (leak !== undefined) throw new Error(`expected no secret to be told: ${leak.replaceAll(form, "[the secret]").slice(0, 500)}`);
      }
  }

  /** The provider, with every answer held to its schema and in time, and nothing thrown where nothing may be. */
  #watched(provider: ChatProvider): ChatProvider {
    const never = async <T>(verb: string, work: Promise<T>): Promise<T> => {
      try {
        const answer = await this.within(work, `${verb} to answer`);
        this.#uttered.push(JSON.stringify(answer) ?? "");
        return answer;
      } catch (error) {
        this.#uttered.push(inspect(error, { depth: 6 }));
        throw new Error(`expected ${verb} never to throw`, { cause: error });
      }
    };
    const maybe = async <T>(verb: string, work: Promise<T>): Promise<T> => {
      try {
        return await this.within(work, `${verb} to answer`);
      } catch (error) {
        this.#uttered.push(inspect(error, { depth: 6 }), JSON.stringify(error, ["message", "code", "details"]));
        throw error;
      }
    };
    const outcome = async (verb: string, work: Promise<SendOutcome>) => sendOutcomeSchema.parse(await never(verb, work));
    const { kind, instance, capabilities } = provider;
    return {
      kind,
      instance,
      capabilities,
      start: (sink) => maybe("start", provider.start(sink)),
      // A test may hold up what stop waits for, so it is given time where it is awaited.
      stop: () => provider.stop(),
      send: (to, message) => outcome("send", provider.send(to, message)),
      edit: (to, id, message) => outcome("edit", provider.edit(to, id, message)),
      typing: (to) => never("typing", provider.typing(to)),
      download: (file, signal) => maybe("download", provider.download(file, signal)),
      acknowledge: (token, text) => never("acknowledge", provider.acknowledge(token, text)),
      ...(provider.webhook ? { webhook: (request) => never("webhook", provider.webhook!(request)) } : {}),
    };
  }
}
