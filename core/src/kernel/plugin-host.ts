import { AppError } from "@open-cowork/shared";
import type { Clock } from "./clock.js";
import type { Contributions } from "./contributions.js";
import { CONTRIBUTIONS, type HostContributions, LIFECYCLE, type Lifecycle } from "./host-info.js";
import type { Log } from "./log.js";
import { type PluginChanges, pluginChanges } from "./plugin-changes.js";
import { PluginInstance } from "./plugin-instance.js";
import type { PreparedPlugin } from "./prepare.js";
import { type Problem, problemError } from "./problem.js";
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
  #instances: PluginInstance[];
  readonly #root = new Scope("host");
  readonly #stopping = new AbortController();
  readonly #listeners = new Set<() => void>();
  /** What cancels the next try of a provider that failed. */
  readonly #retries = new Map<PluginInstance, () => void>();
  /** Tries under way. */
  readonly #attempts = new Map<PluginInstance, Promise<void>>();
  #state: "starting" | "ready" | "stopping" | "failed" = "starting";
  #booted: Promise<void> = Promise.resolve();
  #reconfigured: Promise<unknown> = Promise.resolve();
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

  onChange(listener: () => void): () => void {
    const own = () => listener();
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /** A port of the host or of one of its plugins. @throws AppError `plugin.missing_dependency` */
  port<T>(token: Token<T>): T {
    return (this.#owner(token) ?? this.#root).resolve(token);
  }

  /** Stops everything, last started first; visible as `stopping` at once. A boot under way ends at its next step. Every call returns the same promise; never rejects. */
  stop(): Promise<void> {
    this.#state = "stopping";
    this.#stopping.abort(new AppError("stopping"));
    // What failed has told its own caller; here only its end matters.
    this.#stopped ??= Promise.allSettled([this.#booted, this.#reconfigured]).then(() => this.#stopInstances());
    return this.#stopped;
  }

  /**
   * Takes over a changed config while the host runs, and leaves alone what did not change. Providers whose options changed are stopped and set up again, new ones
   * begin, those that are not wanted any more end. A plugin of another kind changes only if it can by itself (`reconfigure`). Calls are dealt with one by one.
   * @param plugins All that are wanted, from `preparePlugins`.
   * @returns what changed
   * @throws AppError `plugin.restart_needed` naming everything that needs a restart, with nothing changed; else what a plugin's `reconfigure` threw
   */
  reconfigure(plugins: readonly PreparedPlugin[]): Promise<PluginChanges> {
    const after = Promise.allSettled([this.#booted, this.#reconfigured]).then(() => this.#reconfigure(plugins));
    this.#reconfigured = after;
    return after;
  }

  async #reconfigure(plugins: readonly PreparedPlugin[]): Promise<PluginChanges> {
    if (this.#state !== "ready") throw new AppError("stopping");
    const changes = pluginChanges(
      this.#instances.map(({ prepared }) => prepared),
      plugins,
    );
    const isProvider = ({ plugin }: PreparedPlugin) => plugin.kind === SURVIVABLE;
    const own = changes.changed.filter((prepared) => !isProvider(prepared));
    refuseRestarts([
      ...changes.removed.filter((id) => !isProvider(this.#instance(id).prepared)),
      ...changes.added.filter((prepared) => !isProvider(prepared)).map(({ id }) => id),
      ...own.filter(({ id }) => !this.#instance(id).canReconfigure).map(({ id }) => id),
    ]);
    for (const { id, config } of own) await this.#instance(id).reconfigure(config);
    for (const id of changes.removed) await this.#replace(this.#instance(id), undefined);
    for (const prepared of changes.changed.filter(isProvider)) await this.#replace(this.#instance(prepared.id), prepared);
    for (const prepared of changes.added) await this.#replace(undefined, prepared);
    return changes;
  }

  /** Ends one provider and begins the other in its place. */
  async #replace(old: PluginInstance | undefined, prepared: PreparedPlugin | undefined): Promise<void> {
    if (this.#stopping.signal.aborted) throw new AppError("stopping");
    const fresh = prepared === undefined ? [] : [new PluginInstance(prepared)];
    if (old) await this.#end(old);
    this.#instances = old ? this.#instances.flatMap((instance) => (instance === old ? fresh : [instance])) : [...this.#instances, ...fresh];
    this.#changed();
    for (const instance of fresh) {
      await this.#attempt(instance, () => instance.setUp(this.#owner, this.#stopping.signal));
      if (instance.state === "set-up") await this.#attempt(instance, () => instance.start());
      this.#changed();
    }
  }

  async #end(instance: PluginInstance): Promise<void> {
    await this.#attempts.get(instance);
    this.#retries.get(instance)?.();
    this.#retries.delete(instance);
    await this.#stopInstance(instance);
  }

  #instance(id: string): PluginInstance {
    const found = this.#instances.find((instance) => instance.id === id);
    if (!found) throw new Error(`no plugin ${id} runs`);
    return found;
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
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
      this.#retries.delete(instance);
      void this.#retry(instance, Math.min(retryMs * 2, LAST_RETRY_MS));
    });
    this.#retries.set(instance, cancel);
  }

  async #retry(instance: PluginInstance, nextMs: number): Promise<void> {
    const attempt = this.#setUpAndStart(instance, nextMs);
    this.#attempts.set(instance, attempt);
    await attempt;
    this.#attempts.delete(instance);
  }

  async #setUpAndStart(instance: PluginInstance, nextMs: number): Promise<void> {
    try {
      await instance.setUp(this.#owner, this.#stopping.signal);
      await instance.start();
      this.options.log.info("plugin.recovered", { plugin: instance.id });
      this.#changed();
    } catch (error) {
      if (!this.#stopping.signal.aborted) await this.#giveUpForNow(instance, error, nextMs);
    }
  }

  async #stopInstances(): Promise<void> {
    for (const cancel of this.#retries.values()) cancel();
    this.#retries.clear();
    await Promise.all(this.#attempts.values());
    for (const instance of this.#instances.toReversed()) await this.#stopInstance(instance);
  }

  async #stopInstance(instance: PluginInstance): Promise<void> {
    const { clock, log, stopDeadlineMs = 10_000 } = this.options;
    for (const error of await instance.stop(clock, stopDeadlineMs)) log.error("plugin.stop_failed", { plugin: instance.id, error });
  }
}

function refuseRestarts(ids: readonly string[]): void {
  const problems = ids.map((id): Problem => ({ path: id, message: "cannot take this change over while it runs", hint: "Restart the host" }));
  if (problems.length) throw problemError("plugin.restart_needed", problems);
}

function ownHealth(instance: PluginInstance): NonNullable<Contributions["health"]> {
  return instance.kind === SURVIVABLE ? [{ name: instance.id, check: () => instance.health() }] : [];
}
