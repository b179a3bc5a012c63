import type { Clock, Log } from "@open-cowork/core/kernel";
import type { ChatSink, WebhookAnswer, WebhookRequest } from "@open-cowork/core/transport";
import { AppError } from "@open-cowork/shared";
import { App, isValidSlackRequest, type Receiver, type ReceiverEvent } from "@slack/bolt";
import type { SlackConfig } from "./config.js";
import type { Intake, SlackMessage, Us } from "./inbound/intake.js";
import { quietLogger } from "./logger.js";
import { parseBody } from "./parse-body.js";
import { SocketLink } from "./socket-link.js";

interface EventsDeps {
  log: Log;
  clock: Clock;
  sink: ChatSink;
  intake: Intake;
  us: Us;
}

/** Answers to Slack wait until the event is stored: an event that is not answered comes again. */
type Answered = { body: unknown };

/** What Slack tells us, by a socket or by requests, through one Bolt app. */
export class SlackEvents {
  readonly #app: App;
  readonly #socket: SocketLink | undefined;
  #stopping = false;
  readonly #running = new Set<Promise<unknown>>();

  constructor(
    private readonly config: SlackConfig,
    private readonly deps: EventsDeps,
  ) {
    const logger = quietLogger(deps.log);
    if (config.mode === "socket") {
      this.#socket = new SocketLink(config, { ...deps, logger }, ({ ack, body, retry_num: retryNum, retry_reason: retryReason }) => {
        // One that could not be stored is not answered, so that it comes again.
        void this.#track(this.#take({ body, retryNum, retryReason }))
          .then(({ body: answer }) => ack(answer))
          .catch(() => this.deps.log.warn("slack.event_not_stored", { instance: config.id }));
      });
    }
    const receiver: Receiver = { init: () => undefined, start: async () => undefined, stop: async () => undefined };
    const { us } = deps;
    this.#app = new App({
      receiver,
      logger,
      // Each event is of the one workspace that the token belongs to.
      authorize: async () => ({ botToken: config.botToken.reveal(), botId: us.bot, botUserId: us.user, teamId: us.team }),
      clientOptions: { slackApiUrl: config.apiUrl },
      attachFunctionToken: false,
      convoStore: false,
    });
    // What could not be stored is not answered.
    this.#app.error(async (error) => {
      throw error;
    });
    this.#listen();
  }

  async start(): Promise<void> {
    await this.#socket?.start();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#socket?.stop();
    await Promise.allSettled(this.#running);
  }

  async webhook({ headers, body, method }: WebhookRequest): Promise<WebhookAnswer> {
    if (method !== "POST") return { status: 405, headers: { allow: "POST" } };
    if (!this.#isGenuine(headers, body)) {
      this.deps.sink.refused("signature");
      return { status: 401 };
    }
    const payload = parseBody(body, headers["content-type"]);
    if (payload === undefined) return { status: 400 };
    if (payload.type === "url_verification") return { status: 200, headers: { "content-type": "text/plain" }, body: String(payload.challenge ?? "") };
    const retryNum = Number(headers["x-slack-retry-num"]);
    try {
      const { body: answer } = await this.#track(this.#take({ body: payload, ...(Number.isNaN(retryNum) ? {} : { retryNum }) }));
      if (answer === undefined || answer === "") return { status: 200 };
      return typeof answer === "string"
        ? { status: 200, body: answer }
        : { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(answer) };
    } catch {
      return { status: 503, headers: { "retry-after": "1" } };
    }
  }

  async #take(event: Omit<ReceiverEvent, "ack">): Promise<Answered> {
    const answered: Answered = { body: undefined };
    if (this.#stopping) throw new AppError("stopping");
    await this.#app.processEvent({
      ...event,
      ack: async (body?: unknown) => {
        answered.body = body;
      },
    } as ReceiverEvent);
    return answered;
  }

  #listen(): void {
    const { intake } = this.deps;
    this.#app.event("message", ({ event }) => intake.message(event as unknown as SlackMessage));
    this.#app.event("app_mention", ({ event }) => intake.message(event as unknown as SlackMessage));
    this.#app.command(this.config.command, async ({ command, ack }) => {
      await intake.command({ team: command.team_id, user: command.user_id, channel: command.channel_id, text: command.text, trigger: command.trigger_id });
      await ack();
    });
    this.#app.action({ type: "block_actions" }, async ({ body, action, ack }) => {
      const { channel, message, user, team } = body;
      if (action.type === "button" && action.value !== undefined && channel && message) {
        const thread = (message as { thread_ts?: string }).thread_ts;
        const direct = channel.id.startsWith("D");
        await intake.press({
          team: user.team_id ?? team?.id ?? this.deps.us.team,
          user: user.id,
          channel: channel.id,
          direct,
          message: message.ts,
          thread,
          value: action.value,
          at: action.action_ts,
        });
      }
      await ack();
    });
  }

  #isGenuine(headers: WebhookRequest["headers"], body: Uint8Array): boolean {
    const signature = headers["x-slack-signature"];
    const at = Number(headers["x-slack-request-timestamp"]);
    if (signature === undefined || !Number.isInteger(at)) return false;
    return isValidSlackRequest({
      signingSecret: this.config.signingSecret!.reveal(),
      body: Buffer.from(body).toString("utf8"),
      headers: { "x-slack-signature": signature, "x-slack-request-timestamp": at },
      nowMilliseconds: this.deps.clock.now(),
    });
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    const done = () => void this.#running.delete(work);
    work.then(done, done);
    return work;
  }
}
