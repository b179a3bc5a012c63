import type { RequestContext } from "@open-cowork/core/kernel";
import type { ChatProfile, ChatProvider } from "@open-cowork/core/transport";
import { AppError, type Binding, isAppError } from "@open-cowork/shared";
import { within } from "../deadline.js";
import type { ChannelDeps } from "../ports.js";
import { rest } from "../rest.js";

/** Ours ends a little before others may take it, so that two never believe in it. */
const SAFE_SHARE = 0.9;

/** The right to serve a binding, from the moment it is taken until it is given back or lost. */
export class Lease {
  #renewedAt: number;

  private constructor(
    private readonly deps: Pick<ChannelDeps, "directory" | "clock" | "log">,
    readonly ctx: RequestContext,
    private readonly of: { binding: Binding; epoch: number; holder: string; ttlMs: number; takenAt: number },
  ) {
    this.#renewedAt = of.takenAt;
  }

  /** @throws AppError `channel.held` while another has it, `channel.disabled` when the binding is switched off */
  static async take(
    deps: Pick<ChannelDeps, "directory" | "clock" | "log" | "home">,
    { kind, instance }: Pick<ChatProvider, "kind" | "instance">,
    holder: string,
    ttlMs: number,
  ): Promise<Lease> {
    const ctx = await deps.home.context();
    const takenAt = deps.clock.now();
    const { binding, epoch } = await deps.directory.connect(ctx, { provider: kind, instance }, holder, ttlMs);
    const lease = new Lease(deps, ctx, { binding, epoch, holder, ttlMs, takenAt });
    if (binding.enabled) return lease;
    await lease.release();
    throw new AppError("channel.disabled");
  }

  get binding(): Binding {
    return this.of.binding;
  }
  get epoch(): number {
    return this.of.epoch;
  }

  async renew(profile?: ChatProfile): Promise<Binding> {
    const { directory, clock } = this.deps;
    const { binding, holder, ttlMs } = this.of;
    const began = clock.now();
    const late = () => Promise.reject(new AppError("host.unreachable", { message: "The lease could not be renewed: there was no answer in time." }));
    const renewed = await within(clock, Math.min(ttlMs / 3, this.#leftMs), () => directory.renew(this.ctx, binding.id, holder, ttlMs, profile), late);
    this.#renewedAt = began;
    return renewed;
  }

  /**
   * Renews it until the signal aborts, bridging failures that pass.
   * @throws AppError when it is lost: `channel.held` to another, `host.unreachable` when nobody could be asked for as long as it lasts; and what `onRenewed` throws
   */
  async keep(signal: AbortSignal, onRenewed: (binding: Binding) => void): Promise<void> {
    const { clock, log } = this.deps;
    for (let failed: unknown; !signal.aborted; ) {
      const pauseMs = this.of.ttlMs / (failed === undefined ? 3 : 6);
      await rest(clock, Math.min(pauseMs, Math.max(0, this.#leftMs)), signal);
      if (signal.aborted) return;
      if (this.#leftMs <= 0) throw new AppError("host.unreachable", { message: "The lease lapsed, because it could not be renewed in time.", cause: failed });
      try {
        onRenewed(await this.renew());
        failed = undefined;
      } catch (error) {
        if (isAppError(error) && !error.retryable && error.kind !== "internal") throw error;
        failed = error;
        log.warn("provider.renew_failed", { binding: this.of.binding.id, error });
      }
    }
  }

  get #leftMs(): number {
    return this.#renewedAt + this.of.ttlMs * SAFE_SHARE - this.deps.clock.now();
  }

  /** Never rejects: one that is not given back lapses by itself. */
  async release(): Promise<void> {
    const { directory, clock, log } = this.deps;
    const { binding, holder, ttlMs } = this.of;
    try {
      await within(
        clock,
        ttlMs / 3,
        () => directory.release(this.ctx, binding.id, holder),
        () => undefined,
      );
    } catch (error) {
      log.info("provider.release_failed", { binding: binding.id, error });
    }
  }
}
