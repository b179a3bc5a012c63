import type { ChatProfile, ChatProvider, ChatSink, WebhookAnswer, WebhookRequest } from "@open-cowork/core/transport";
import { AppError, isAppError, type ProviderStatus } from "@open-cowork/shared";
import { backoffMs } from "../backoff.js";
import type { ChannelsConfig } from "../config.js";
import { within } from "../deadline.js";
import type { ChannelDeps } from "../ports.js";
import { rest } from "../rest.js";
import type { Measured } from "./channel-metrics.js";
import { Lease } from "./lease.js";
import { ProviderNumbers } from "./metrics.js";
import { Service } from "./service.js";

const PAUSE = { firstMs: 1_000, mostMs: 60_000 };
/** A binding that is switched off is asked for again after this time. */
const DISABLED_MS = 10_000;
/** A provider repairs its own connection; one that is in trouble for this long is started again. */
const TROUBLED_MS = 60_000;
/** After so much time without trouble, what went wrong before is forgotten. */
const STEADY_MS = 60_000;
const START_MS = 60_000;
const STOP_MS = 10_000;
/** Why a round is cut short where nothing is wrong. */
const WISH = Symbol("restart or stop");
const NOTHING_WAITS = { waiting: 0, oldest: undefined };

/** How a round ended other than by our own wish, and when to try again. */
interface Setback {
  state: ProviderStatus["state"];
  detail: string;
  pauseMs: number;
}

/**
 * One provider from the start of the host to its end: waits for its binding, connects, serves, and begins anew after whatever went wrong. Trouble of one
 * provider is its own: whatever it throws, and however long it takes, ends here.
 */
export class ProviderLife implements Measured {
  readonly numbers = new ProviderNumbers();
  #service: Service | undefined;
  #status: ProviderStatus;
  #running: Promise<void> | undefined;
  readonly #stop = new AbortController();
  /** Cuts the round short without ending the life. */
  #round = new AbortController();
  #failures = 0;
  #cancelTrouble: () => void = () => undefined;

  constructor(
    readonly provider: ChatProvider,
    private readonly deps: ChannelDeps,
    private readonly config: ChannelsConfig,
    private readonly holder: string,
  ) {
    this.#status = { ...this.#name, state: "starting", since: deps.clock.now() };
  }

  get status(): ProviderStatus {
    return this.#status;
  }
  get backlog(): Measured["backlog"] {
    return this.#service?.conversations.backlog ?? NOTHING_WAITS;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Begins anew, now, as if nothing had gone wrong before. */
  restart(): void {
    this.#failures = 0;
    this.#round.abort(WISH);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#round.abort(WISH);
    await this.#running;
  }

  /** @throws AppError `webhook.unknown`, or `provider.failed` while it is not connected: platforms deliver again */
  async webhook(request: WebhookRequest): Promise<WebhookAnswer> {
    if (this.provider.webhook === undefined) throw new AppError("webhook.unknown");
    if (this.#service === undefined)
      throw new AppError("provider.failed", { message: "This provider is not connected now. Try again in a moment.", retryAfterMs: 5_000 });
    return this.provider.webhook(request);
  }

  async #run(): Promise<void> {
    const { clock } = this.deps;
    while (!this.#stop.signal.aborted) {
      this.#round = new AbortController();
      const { signal } = this.#round;
      let setback: Setback | undefined;
      try {
        await this.#serve(this.#round);
        if (signal.reason !== WISH) setback = this.#setback(signal.reason);
      } catch (error) {
        setback = this.#setback(error);
      }
      if (setback === undefined || this.#stop.signal.aborted) continue;
      this.#enter(setback.state, { detail: setback.detail, ...(setback.state === "failed" ? { retryAt: clock.now() + setback.pauseMs } : {}) });
      // A restart that was asked for meanwhile ended the round that is over; one that comes now ends the pause.
      this.#round = new AbortController();
      await rest(clock, setback.pauseMs, this.#round.signal);
    }
    this.#enter("stopped");
  }

  /** Until the round ends, whose reason says why; or until something of our own fails. */
  async #serve(round: AbortController): Promise<void> {
    const { deps, config, provider } = this;
    const { signal } = round;
    if (this.#status.state !== "standby" && this.#status.state !== "stopped") this.#enter("starting");
    const lease = await Lease.take(deps, provider, this.holder, config.leaseTtlMs);
    const onTrouble = (reason: string) => round.abort(new AppError("provider.failed", { message: reason }));
    const service = new Service({ deps, config, provider, lease, numbers: this.numbers, onTrouble });
    this.#service = service;
    this.#enter("starting");
    // Renewed from now on: a platform may take its time.
    const kept = lease.keep(signal, (binding) => {
      if (!binding.enabled) throw new AppError("channel.disabled");
      service.served.binding = binding;
    });
    kept.catch((error: unknown) => round.abort(error));
    try {
      const profile = await this.#connect(service, signal);
      if (profile === undefined) return;
      service.served.binding = await lease.renew(profile);
      service.begin(profile);
      this.#ready(profile, signal);
      await kept;
    } finally {
      this.#cancelTrouble();
      this.#service = undefined;
      await service.end();
      await this.#disconnect();
      round.abort(WISH);
      await lease.release();
    }
  }

  /** Undefined when the round ends meanwhile. @throws what the provider rejects with */
  #connect(service: Service, signal: AbortSignal): Promise<ChatProfile | undefined> {
    const { clock } = this.deps;
    const aborted = new Promise<undefined>((resolve) => signal.addEventListener("abort", () => resolve(undefined), { once: true }));
    const late = () => Promise.reject(new AppError("provider.failed", { message: "The platform could not be reached in time." }));
    return within(clock, START_MS, () => Promise.race([aborted, this.provider.start(this.#sink(service))]), late);
  }

  async #disconnect(): Promise<void> {
    const { clock, log } = this.deps;
    try {
      await within(
        clock,
        STOP_MS,
        () => this.provider.stop(),
        () => log.warn("provider.stop_late", this.#name),
      );
    } catch (error) {
      log.warn("provider.stop_failed", { ...this.#name, error });
    }
  }

  #sink(service: Service): ChatSink {
    const isOver = () => service.served.signal.aborted;
    return {
      inbound: async (event) => {
        if (isOver()) throw new AppError("stopping");
        return service.inbound(event);
      },
      refused: (reason, person) => {
        this.numbers.refused += 1;
        const { ctx, binding, deps, log } = service.served;
        // Who it was is not known where the request was not genuine.
        const counted = deps.directory.refused(ctx, binding.id, reason, person ?? { id: "unknown" });
        counted.catch((error: unknown) => log.warn("provider.refusal_not_counted", { error }));
      },
      health: ({ state, detail }) => {
        // Until it has started, that it starts is all there is to say.
        if (isOver() || this.#status.state === "starting") return;
        service.reachable = state !== "failed";
        this.#cancelTrouble();
        const said = detail === undefined ? {} : { detail };
        this.#enter(state === "failed" ? "failed" : "ready", state === "ok" ? {} : said);
        if (state === "failed")
          this.#cancelTrouble = this.deps.clock.after(TROUBLED_MS, () => service.served.onTrouble(detail ?? "The connection to the platform is down."));
      },
    };
  }

  #ready({ name, handle }: ChatProfile, signal: AbortSignal): void {
    this.#status = { ...this.#status, profile: { name, ...(handle === undefined ? {} : { handle }) } };
    this.#enter("ready");
    this.deps.clock.after(STEADY_MS, () => {
      if (!signal.aborted && this.#status.state === "ready") this.#failures = 0;
    });
  }

  #setback(error: unknown): Setback {
    const { leaseTtlMs } = this.config;
    if (isAppError(error) && error.code === "channel.held")
      return { state: "standby", detail: error.message, pauseMs: backoffMs(1, { firstMs: leaseTtlMs / 4, mostMs: leaseTtlMs }) };
    if (isAppError(error) && error.code === "channel.disabled") return { state: "stopped", detail: error.message, pauseMs: DISABLED_MS };
    this.deps.log.warn("provider.failed", { ...this.#name, error });
    return { state: "failed", detail: sentenceOf(error), pauseMs: backoffMs(++this.#failures, PAUSE) };
  }

  #enter(state: ProviderStatus["state"], { detail, retryAt }: Pick<ProviderStatus, "detail" | "retryAt"> = {}): void {
    const { clock, log } = this.deps;
    const { state: before, since, profile } = this.#status;
    if (before !== state) log.info("provider.state", { ...this.#name, state });
    const more = { ...(profile === undefined ? {} : { profile }), ...(detail === undefined ? {} : { detail }), ...(retryAt === undefined ? {} : { retryAt }) };
    this.#status = { ...this.#name, state, since: before === state ? since : clock.now(), ...more };
  }

  get #name(): { kind: string; instance: string } {
    return { kind: this.provider.kind, instance: this.provider.instance };
  }
}

/** What an operator may read: our own sentences, never those of a library, which may hold an address with a token in it. */
function sentenceOf(error: unknown): string {
  return isAppError(error) ? error.message : "The provider failed in a way it did not explain. The log has more.";
}
