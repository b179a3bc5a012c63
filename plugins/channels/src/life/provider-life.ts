import type { ChatProvider, ChatSink } from "@open-cowork/core/transport";
import { AppError, isAppError, type ProviderStatus } from "@open-cowork/shared";
import { backoffMs } from "../backoff.js";
import type { ChannelsConfig } from "../config.js";
import type { ChannelDeps } from "../ports.js";
import { ProviderNumbers } from "./metrics.js";
import { Service } from "./service.js";

const PAUSE = { firstMs: 1_000, mostMs: 60_000 };

/**
 * One provider from the start of the host to its end: waits for its binding, connects, serves, and begins anew after whatever went wrong. Trouble of one
 * provider is its own.
 */
export class ProviderLife {
  readonly numbers = new ProviderNumbers();
  service: Service | undefined;
  #status: ProviderStatus;
  #running: Promise<void> | undefined;
  #stop = new AbortController();
  /** Cuts the service short without ending the life. */
  #round = new AbortController();

  constructor(
    readonly provider: ChatProvider,
    private readonly deps: ChannelDeps,
    private readonly config: ChannelsConfig,
    private readonly holder: string,
  ) {
    const { kind, instance } = provider;
    this.#status = { kind, instance, state: "starting", since: deps.clock.now() };
  }

  get status(): ProviderStatus {
    return this.#status;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Begins anew, now. */
  restart(): void {
    this.#round.abort();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#round.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock, log } = this.deps;
    for (let failures = 0; !this.#stop.signal.aborted; ) {
      this.#round = new AbortController();
      const signal = AbortSignal.any([this.#stop.signal, this.#round.signal]);
      try {
        await this.#serve(signal, () => (failures = 0));
      } catch (error) {
        if (this.#stop.signal.aborted) break;
        const held = isAppError(error) && error.code === "channel.held";
        failures += held ? 0 : 1;
        const pauseMs = held ? this.config.leaseTtlMs / 2 : backoffMs(failures, PAUSE);
        if (held) this.#enter("standby", error.message);
        else {
          this.#enter("failed", sentenceOf(error), { retryAt: clock.now() + pauseMs });
          log.warn("provider.failed", { ...this.#name, error });
        }
        await clock.sleep(pauseMs, signal).catch(() => undefined);
      }
    }
    this.#enter("stopped");
  }

  /** Until the lease is lost, a restart is asked for or the host stops. */
  async #serve(signal: AbortSignal, onServing: () => void): Promise<void> {
    const { deps, config, provider, holder } = this;
    this.#enter("starting");
    const ctx = await deps.home.context();
    const lease = await deps.directory.connect(ctx, { provider: provider.kind, instance: provider.instance }, holder, config.leaseTtlMs);
    const service = new Service({ deps, config, provider, ctx, lease, numbers: this.numbers });
    this.service = service;
    try {
      const profile = await provider.start(this.#sink(service));
      service.served.binding = await deps.directory.renew(ctx, lease.binding.id, holder, config.leaseTtlMs, profile);
      await service.begin(profile);
      onServing();
      this.#enter("ready", undefined, { profile: { name: profile.name, ...(profile.handle === undefined ? {} : { handle: profile.handle }) } });
      await this.#hold(service, lease.binding.id, signal);
    } finally {
      this.service = undefined;
      await provider.stop();
      await service.end();
      await deps.directory.release(ctx, lease.binding.id, holder).catch((error: unknown) => deps.log.info("provider.release_failed", { ...this.#name, error }));
    }
  }

  /** Renews the lease. While Cloud cannot be asked nothing is sent either, so there is nothing to fear from going on. @throws AppError `channel.held` */
  async #hold(service: Service, binding: string, signal: AbortSignal): Promise<void> {
    const { deps, config, holder } = this;
    while (!signal.aborted) {
      await deps.clock.sleep(config.leaseTtlMs / 3, signal).catch(() => undefined);
      if (signal.aborted) return;
      try {
        service.served.binding = await deps.directory.renew(service.served.ctx, binding, holder, config.leaseTtlMs);
      } catch (error) {
        if (isAppError(error) && !error.retryable) throw error;
        deps.log.warn("provider.renew_failed", { ...this.#name, error });
      }
    }
  }

  #sink(service: Service): ChatSink {
    const { directory, log } = this.deps;
    return {
      inbound: (event) => (this.service === service ? service.inbound(event) : Promise.reject(new AppError("stopping"))),
      refused: (reason, person) => {
        const { ctx, binding } = service.served;
        directory
          .refused(ctx, binding.id, reason, person ?? { id: "unknown" })
          .catch((error: unknown) => log.warn("provider.refusal_not_counted", { ...this.#name, error }));
      },
      health: ({ state, detail }) => {
        if (this.service !== service || this.#status.state === "starting") return;
        if (state === "ok" && this.#status.state !== "ready") this.#enter("ready", undefined, this.#status.profile ? { profile: this.#status.profile } : {});
        else if (state !== "ok") this.#enter(state === "failed" ? "failed" : "ready", detail, this.#status.profile ? { profile: this.#status.profile } : {});
      },
    };
  }

  #enter(state: ProviderStatus["state"], detail?: string, more: Pick<ProviderStatus, "profile" | "retryAt"> = {}): void {
    const { clock, log } = this.deps;
    if (this.#status.state !== state) log.info("provider.state", { ...this.#name, state, detail });
    const since = this.#status.state === state ? this.#status.since : clock.now();
    this.#status = { ...this.#name, state, since, ...(detail === undefined ? {} : { detail }), ...more };
  }

  get #name(): { kind: string; instance: string } {
    return { kind: this.provider.kind, instance: this.provider.instance };
  }
}

/** What an operator may read: our own sentences, never those of a library, which may hold an address with a token in it. */
function sentenceOf(error: unknown): string {
  return isAppError(error) ? error.message : "The provider failed in a way it did not explain. The log has more.";
}
