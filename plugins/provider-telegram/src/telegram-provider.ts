import type { Clock, Log } from "@open-cowork/core/kernel";
import type { ChatCapabilities, ChatProfile, ChatProvider, ChatSink, OutboundMessage, WebhookAnswer, WebhookRequest } from "@open-cowork/core/transport";
import { Turns } from "@open-cowork/core/transport";
import { AppError, type Conversation, type InboundFile, type SendOutcome } from "@open-cowork/shared";
import { ApiFailure, describe, type Failure } from "./api/api-failure.js";
import { BotApi } from "./api/bot-api.js";
import { capabilitiesOf } from "./capabilities.js";
import type { TelegramOptions } from "./config.js";
import { download } from "./download.js";
import { COMMANDS } from "./inbound/commands.js";
import { BAD_TOKEN } from "./inbound/troubles.js";
import { Life } from "./life.js";
import { isUnauthorised } from "./outbound/outcome.js";
import { Places } from "./outbound/places.js";
import { Sender } from "./outbound/sender.js";

/** Longest text that answers a press. https://core.telegram.org/bots/api#answercallbackquery */
const LONGEST_NOTICE = 200;

/** Telegram by its Bot API. https://core.telegram.org/bots/api */
export class TelegramProvider implements ChatProvider {
  readonly kind = "telegram";
  readonly instance: string;
  readonly capabilities: ChatCapabilities;
  readonly webhook?: (request: WebhookRequest) => Promise<WebhookAnswer>;
  readonly #api: BotApi;
  readonly #sender: Sender;
  readonly #turns = new Turns();
  readonly #places = new Places();
  #life: Life | undefined;
  #stopped: Promise<void> = Promise.resolve();
  /** Grows with each start and stop, so that a start notices when it is not wanted any more. */
  #turn = 0;

  constructor(private readonly options: TelegramOptions & { clock: Clock; log: Log }) {
    const { botToken, webhook } = options;
    this.instance = options.instance;
    this.capabilities = capabilitiesOf(options);
    this.#api = new BotApi({ ...options, token: botToken });
    this.#sender = new Sender({ ...options, api: this.#api, places: this.#places, failed: (failure) => this.#failed(failure) });
    if (webhook) this.webhook = async (request) => this.#life?.receive(request) ?? { status: 503, headers: { "retry-after": "1" } };
  }

  async start(sink: ChatSink): Promise<ChatProfile> {
    const stopped = this.stop();
    const turn = this.#turn;
    await stopped;
    try {
      const me = await this.#api.call("getMe", (api, signal) => api.getMe(signal));
      if (turn !== this.#turn) throw new AppError("stopping");
      const life = new Life({ ...this.options, api: this.#api, sink, self: { id: me.id, username: me.username } });
      this.#life = life;
      await life.open();
      if (turn !== this.#turn) throw new AppError("stopping");
      await this.#best("setMyCommands", () => this.#api.call("setMyCommands", (api, signal) => api.setMyCommands({ commands: COMMANDS }, signal)));
      return { name: me.first_name, handle: me.username, pairingLink: `https://t.me/${me.username}?start={code}` };
    } catch (error) {
      if (turn !== this.#turn) throw new AppError("stopping");
      await this.stop();
      throw error instanceof ApiFailure ? startFailure(error.failure) : error;
    }
  }

  stop(): Promise<void> {
    this.#turn += 1;
    const life = this.#life;
    this.#life = undefined;
    if (life) this.#stopped = life.close();
    return this.#stopped;
  }

  send(to: Conversation, message: OutboundMessage): Promise<SendOutcome> {
    return this.#turns.run(turnOf(to), () => this.#sender.send(to, message));
  }

  edit(to: Conversation, messageId: string, message: OutboundMessage): Promise<SendOutcome> {
    return this.#turns.run(turnOf(to), () => this.#sender.edit(to, messageId, message));
  }

  async typing(to: Conversation): Promise<void> {
    const place = this.#places.of(to);
    if (!place) return;
    await this.#best("sendChatAction", () => this.#api.call("sendChatAction", (api, signal) => api.sendChatAction({ ...place, action: "typing" }, signal)));
  }

  download(file: InboundFile, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return download(this.#api, file, signal);
  }

  async acknowledge(token: string, text?: string): Promise<void> {
    const answer = { callback_query_id: token, ...(text ? { text: [...text].slice(0, LONGEST_NOTICE).join("") } : {}) };
    await this.#best("answerCallbackQuery", () => this.#api.call("answerCallbackQuery", (api, signal) => api.answerCallbackQuery(answer, signal)));
  }

  /** What nothing depends on. */
  async #best(method: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      this.options.log.info("telegram.not_done", { method, reason: describe(error.failure) });
    }
  }

  #failed(failure: Failure): void {
    if (isUnauthorised(failure)) this.#life?.health.trouble("token", "failed", BAD_TOKEN);
  }
}

function turnOf({ chat, topic = "" }: Conversation): string {
  return `${chat}/${topic}`;
}

function startFailure(failure: Failure): AppError {
  if (isUnauthorised(failure)) return new AppError("provider.failed", { message: BAD_TOKEN });
  const hint = failure.kind === "answered" ? "Check publicUrl and the settings of the bot." : "Check the network, and apiRoot if it is set.";
  return new AppError("provider.failed", { message: `Telegram cannot be used (${describe(failure)}). ${hint}` });
}
