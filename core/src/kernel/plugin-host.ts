import { AppError } from "@open-cowork/shared";
import type { Clock } from "./clock.js";
import type { Contributions } from "./contributions.js";
import { CONTRIBUTIONS, type HostContributions, LIFECYCLE, type Lifecycle } from "./host-info.js";
import type { Log } from "./log.js";
import { PluginInstance } from "./plugin-instance.js";
import type { PreparedPlugin } from "./prepare.js";
import { Scope } from "./scope.js";
import type { Token } from "./token.js";

/** A port that the host itself provides. */
export interface HostPort {
  token: Token<unknown>;
  value: unknown;
}
export function hostPort<T>(token: Token<T>, value: T): HostPort {
  return { token, value };
}

/** Ports that every {@link PluginHost} binds by itself. */
export const KERNEL_PORTS: readonly Token<unknown>[] = [CONTRIBUTIONS, LIFECYCLE];

export interface PluginHostOptions {
  /** In dependency order, from `preparePlugins`. */
  plugins: readonly PreparedPlugin[];
  ports: readonly HostPort[];
  clock: Clock;
  log: Log;
  /** For each stop step of each plugin. Default 10,000. */
  stopDeadlineMs?: number;
}

/** Kind of plugin whose failure the host survives: one chat provider that is down must not take the others with it. */
const SURVIVABLE = "provider";
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

/**
 * The life of a host's plugins: set up in dependency order, start in the same order, stop in the reverse one.
 * A plugin of kind `provider` that fails is marked in health and tried again (1 s, 2 s, … 60 s); any other failure stops what was started and ends the boot.
 */
export class PluginHost implements Lifecycle, HostContributions {
  readonly #instances: PluginInstance[];
  readonly #root = new Scope("host");
  readonly #stopping = new AbortController();
  readonly #retries = new Set<() => void>();
  readonly #attempts = new Set<Promise<void>>();
  #state: "starting" | "ready" | "stopping" | "failed" = "starting";
  #booted: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | undefined;

  constructor(private readonly options: PluginHostOptions) {
    for (const { token, value } of options.ports) this.#root.bind(token, value);
    this.#root.bind(CONTRIBUTIONS, this);
    this.#root.bind(LIFECYCLE, this);
    this.#instances = options.plugins.map((prepared) => new PluginInstance(prepared));
  }

  /** Resolves when every plugin has started. @throws AppError of the plugin that failed, after everything was stopped again; `stopping` when stopped meanwhile */
  start(): Promise<void> {
    this.#booted = this.#boot();
    return this.#booted;
  }

  async #boot(): Promise<void> {
    try {
      for (const instance of this.#instances) await this.#attempt(instance, () => instance.setUp(this.#owner, this.#stopping.signal));
      for (const instance of this.#instances) if (instance.state === "set-up") await this.#attempt(instance, () => instance.start());
      this.#state = "ready";
    } catch (error) {
      this.#state = this.#stopping.signal.aborted ? "stopping" : "failed";
      await this.#stopInstances();
      throw error;
    }
  }

  state(): "starting" | "ready" | "stopping" | "failed" {
    return this.#state;
  }

  all<K extends keyof Contributions>(list: K): NonNullable<Contributions[K]> {
    const contributed = this.#instances.flatMap((instance) => [...(instance.contributes[list] ?? []), ...(list === "health" ? ownHealth(instance) : [])]);
    return contributed as NonNullable<Contributions[K]>;
  }

  /** A port of the host or of one of its plugins. @throws AppError `plugin.missing_dependency` */
  port<T>(token: Token<T>): T {
    return (this.#owner(token) ?? this.#root).resolve(token);
  }

  /** Stops everything, last started first; visible as `stopping` at once. A boot under way ends at its next step. Every call returns the same promise; never rejects. */
  stop(): Promise<void> {
    this.#state = "stopping";
    this.#stopping.abort(new AppError("stopping"));
    // A failed boot has told its own caller; here only its end matters.
    this.#stopped ??= this.#booted.catch(() => undefined).then(() => this.#stopInstances());
    return this.#stopped;
  }

  readonly #owner = (token: Token<unknown>): Scope | undefined =>
    [this.#root, ...this.#instances.filter(({ state }) => state !== "failed").map(({ scope }) => scope)].find((scope) => scope.owns(token));

  async #attempt(instance: PluginInstance, step: () => Promise<void>): Promise<void> {
    if (this.#stopping.signal.aborted) throw new AppError("stopping");
    try {
      await step();
    } catch (error) {
      if (instance.kind !== SURVIVABLE || this.#stopping.signal.aborted) throw error;
      await this.#giveUpForNow(instance, error, FIRST_RETRY_MS);
    }
  }

  async #giveUpForNow(instance: PluginInstance, error: unknown, retryMs: number): Promise<void> {
    const { clock, log, stopDeadlineMs = 10_000 } = this.options;
    log.error("plugin.failed", { plugin: instance.id, error, retryMs });
    await instance.stop(clock, stopDeadlineMs);
    const cancel = clock.after(retryMs, () => {
      this.#retries.delete(cancel);
      void this.#retry(instance, Math.min(retryMs * 2, LAST_RETRY_MS));
    });
    this.#retries.add(cancel);
  }

  async #retry(instance: PluginInstance, nextMs: number): Promise<void> {
    const attempt = this.#setUpAndStart(instance, nextMs);
    this.#attempts.add(attempt);
    await attempt;
    this.#attempts.delete(attempt);
  }

  async #setUpAndStart(instance: PluginInstance, nextMs: number): Promise<void> {
    try {
      await instance.setUp(this.#owner, this.#stopping.signal);
      await instance.start();
      this.options.log.info("plugin.recovered", { plugin: instance.id });
    } catch (error) {
      if (!this.#stopping.signal.aborted) await this.#giveUpForNow(instance, error, nextMs);
    }
  }

  async #stopInstances(): Promise<void> {
    const { clock, log, stopDeadlineMs = 10_000 } = this.options;
    for (const cancel of this.#retries) cancel();
    this.#retries.clear();
    await Promise.all(this.#attempts);
    for (const instance of this.#instances.toReversed()) {
      for (const error of await instance.stop(clock, stopDeadlineMs)) log.error("plugin.stop_failed", { plugin: instance.id, error });
    }
  }
}

function ownHealth(instance: PluginInstance): NonNullable<Contributions["health"]> {
  return instance.kind === SURVIVABLE ? [{ name: instance.id, check: () => instance.health() }] : [];
}
