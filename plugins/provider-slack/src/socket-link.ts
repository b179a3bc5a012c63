import type { Clock } from "@open-cowork/core/kernel";
import type { ChatSink } from "@open-cowork/core/transport";
import { AppError } from "@open-cowork/shared";
import { type Logger, SocketModeReceiver } from "@slack/bolt";
import type { SlackConfig } from "./config.js";
import { reasonOf } from "./outbound/outcome.js";

const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** An event of the socket; Slack sends it again until it is answered. */
interface SocketEvent {
  ack(response?: unknown): Promise<void>;
  body: Record<string, unknown>;
  retry_num?: number;
  retry_reason?: string;
}

/**
 * The socket over which events come: https://docs.slack.dev/apis/events-api/using-socket-mode
 * It is connected again here and not by the library, whose own attempts end the process when Slack refuses the token for good.
 */
export class SocketLink {
  readonly #client: SocketModeReceiver["client"];
  #failures = 0;
  #stopped = false;
  #cancel: () => void = () => undefined;

  constructor(
    private readonly config: SlackConfig,
    private readonly deps: { clock: Clock; sink: ChatSink; logger: Logger },
    onEvent: (event: SocketEvent) => void,
  ) {
    const clientOptions = { slackApiUrl: config.apiUrl, timeout: config.requestTimeoutMs, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
    this.#client = new SocketModeReceiver({
      appToken: config.appToken!.reveal(),
      logger: deps.logger,
      autoReconnectEnabled: false,
      installerOptions: { clientOptions },
    }).client;
    // The receiver's own handler answers before anything is done; here what is done comes first.
    this.#client.removeAllListeners("slack_event");
    this.#client.on("slack_event", onEvent);
    this.#client.on("disconnected", () => this.#lost());
  }

  /** @throws AppError `provider.failed` */
  async start(): Promise<void> {
    try {
      await this.#client.start();
    } catch (error) {
      const hint = "Check the app-level token and that Socket Mode is on.";
      throw new AppError("provider.failed", { message: `Slack refused the socket of instance ${this.config.id}: ${reasonOf(error)}. ${hint}` });
    }
    this.#failures = 0;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#client.disconnect().catch(() => undefined);
  }

  #lost(): void {
    if (this.#stopped) return;
    this.deps.sink.health({ state: "degraded", detail: "The connection to Slack was lost and is being made again." });
    this.#again();
  }

  #again(): void {
    const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#failures++);
    this.#cancel();
    this.#cancel = this.deps.clock.after(ceiling * (0.5 + Math.random() / 2), () => {
      if (this.#stopped) return;
      this.start().then(
        () => this.deps.sink.health({ state: "ok" }),
        (error: AppError) => {
          if (this.#stopped) return;
          this.deps.sink.health({ state: "failed", detail: error.message });
          this.#again();
        },
      );
    });
  }
}
