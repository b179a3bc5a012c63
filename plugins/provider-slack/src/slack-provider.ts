import type { Clock, Log } from "@open-cowork/core/kernel";
import {
  type ChatCapabilities,
  type ChatProfile,
  type ChatProvider,
  type ChatSink,
  type OutboundMessage,
  Turns,
  type WebhookAnswer,
  type WebhookRequest,
} from "@open-cowork/core/transport";
import { AppError, type Conversation, type InboundFile, type SendOutcome } from "@open-cowork/shared";
import { WebClient } from "@slack/web-api";
import type { SlackConfig } from "./config.js";
import { downloadFile } from "./inbound/download.js";
import { Intake } from "./inbound/intake.js";
import { People } from "./inbound/people.js";
import { quietLogger } from "./logger.js";
import { FileSender } from "./outbound/file-sender.js";
import { isFormatRefusal, outcomeOf, reasonOf } from "./outbound/outcome.js";
import { formatted, plain, type Rendering } from "./outbound/render.js";
import { SlackEvents } from "./slack-events.js";

/** 1 GB is Slack's own limit; more than this does not belong into a thread: https://docs.slack.dev/messaging/working-with-files */
const MAX_FILE_BYTES = 100 * 1024 * 1024;
/** Slack asks for at most 4,000 characters; of so many it takes all blocks of a message even where each character has to be escaped: see `render`. */
const MAX_TEXT = 2_500;

/** Slack, by the Events API over HTTP or over a socket. */
export class SlackProvider implements ChatProvider {
  readonly kind = "slack";
  readonly instance: string;
  readonly capabilities: ChatCapabilities;
  readonly webhook?: (request: WebhookRequest) => Promise<WebhookAnswer>;
  readonly #client: WebClient;
  readonly #people: People;
  readonly #files: FileSender;
  readonly #turns = new Turns();
  #events: SlackEvents | undefined;
  #sink: ChatSink | undefined;

  constructor(
    private readonly config: SlackConfig,
    private readonly deps: { log: Log; clock: Clock },
  ) {
    this.instance = config.id;
    this.#client = new WebClient(config.botToken.reveal(), {
      slackApiUrl: config.apiUrl,
      timeout: config.requestTimeoutMs,
      // Who waits and tries again is the outbox, which remembers it over a restart.
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: quietLogger(deps.log),
    });
    this.#people = new People(this.#client, deps.clock);
    this.#files = new FileSender({ client: this.#client, clock: deps.clock, maxBytes: MAX_FILE_BYTES, timeoutMs: config.requestTimeoutMs });
    this.capabilities = {
      text: { max: MAX_TEXT },
      // chat.update may be called about 50 times a minute: https://docs.slack.dev/apis/web-api/rate-limits
      edits: { minIntervalMs: 1_300 },
      buttons: { max: 20, maxPerRow: 5, maxLabel: 75 },
      files: { in: MAX_FILE_BYTES, out: MAX_FILE_BYTES },
      typing: true,
      ...(config.mode === "http" ? { webhook: { maxBytes: 1024 * 1024 } } : {}),
    };
    if (config.mode === "http") this.webhook = (request) => this.#events?.webhook(request) ?? Promise.resolve({ status: 503 });
  }

  async start(sink: ChatSink): Promise<ChatProfile> {
    await this.stop();
    this.#sink = sink;
    const us = await this.#whoAmI(sink);
    const intake = new Intake({ us, command: this.config.command, people: this.#people, inbound: (event) => sink.inbound(event) });
    this.#events = new SlackEvents(this.config, { ...this.deps, sink, intake, us });
    await this.#events.start();
    sink.health({ state: "ok" });
    return { name: us.name, handle: us.name };
  }

  async stop(): Promise<void> {
    const events = this.#events;
    this.#events = undefined;
    await events?.stop();
  }

  async send(to: Conversation, message: OutboundMessage): Promise<SendOutcome> {
    const place = { channel: to.chat, ...(to.topic === undefined ? {} : { thread_ts: to.topic }) };
    return this.#attempt(to, false, async ({ text, content }) => {
      if (message.file) return this.#files.send({ ...place, comment: text(message.text), file: message.file });
      const { ts } = await this.#client.chat.postMessage({ ...place, ...content(message), unfurl_links: false, unfurl_media: false });
      return ts ?? "";
    });
  }

  async edit(to: Conversation, messageId: string, message: OutboundMessage): Promise<SendOutcome> {
    return this.#attempt(to, true, async ({ content }) => {
      await this.#client.chat.update({ channel: to.chat, ts: messageId, ...content(message) });
      return messageId;
    });
  }

  async typing({ chat, topic }: Conversation): Promise<void> {
    if (topic === undefined) return;
    // Only threads of the assistant have a status line: https://docs.slack.dev/reference/methods/assistant.threads.setStatus
    await this.#client.assistant.threads
      .setStatus({ channel_id: chat, thread_ts: topic, status: "is working…" })
      .catch((error: unknown) => this.deps.log.debug("slack.no_status", { instance: this.instance, reason: reasonOf(error) }));
  }

  download(file: InboundFile, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return downloadFile(file, {
      token: this.config.botToken,
      apiUrl: this.config.apiUrl,
      maxBytes: MAX_FILE_BYTES,
      timeoutMs: this.config.requestTimeoutMs,
      signal,
    });
  }

  async acknowledge(token: string, text?: string): Promise<void> {
    // The press itself was acknowledged when it was stored; what is left is a line that only the person sees.
    if (text === undefined || token === "") return;
    const [channel = "", user = "", thread = ""] = token.split(" ");
    await this.#client.chat
      .postEphemeral({ channel, user, text, ...(thread === "" ? {} : { thread_ts: thread }) })
      .catch((error: unknown) => this.deps.log.warn("slack.acknowledge_failed", { instance: this.instance, reason: reasonOf(error) }));
  }

  async #whoAmI(sink: ChatSink) {
    try {
      const { user_id: user = "", user: name = "", team_id: team = "", bot_id: bot = "" } = await this.#client.auth.test();
      return { user, name, team, bot };
    } catch (error) {
      sink.health({ state: "failed", detail: reasonOf(error) });
      throw new AppError("provider.failed", { message: `Slack refused the connection: ${reasonOf(error)}. Check the bot token of instance ${this.instance}.` });
    }
  }

  /** In its turn, formatted or, where Slack refuses that, plain. */
  async #attempt({ chat, topic }: Conversation, isEdit: boolean, action: (rendering: Rendering) => Promise<string>): Promise<SendOutcome> {
    return this.#turns.run(JSON.stringify([chat, topic]), async () => {
      try {
        const id = await action(formatted).catch((error: unknown) => {
          if (!isFormatRefusal(error)) throw error;
          this.deps.log.warn("slack.format_refused", { instance: this.instance, reason: reasonOf(error) });
          return action(plain);
        });
        this.#sink?.health({ state: "ok" });
        return { state: "delivered", message: id };
      } catch (error) {
        const outcome = outcomeOf(error, isEdit);
        if (outcome.state === "refused" && outcome.code === "unauthorised")
          this.#sink?.health({ state: "failed", detail: `Slack refused the token: ${outcome.reason}` });
        return outcome;
      }
    });
  }
}
