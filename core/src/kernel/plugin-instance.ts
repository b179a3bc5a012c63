import { AppError, isAppError } from "@open-cowork/shared";
import type { Clock } from "./clock.js";
import type { Contributions } from "./contributions.js";
import type { HealthReport } from "./health.js";
import type { SetupResult } from "./plugin-definition.js";
import type { PreparedPlugin } from "./prepare.js";
import { Scope } from "./scope.js";
import type { Token, TokenMap } from "./token.js";

/** Finds the scope that has a port, among what is set up so far. */
export type PortOwner = (token: Token<unknown>) => Scope | undefined;

/** One plugin of a running host: its scope, its state, what it contributed. Can be set up again after a failure. */
export class PluginInstance {
  readonly id: string;
  readonly kind: string;
  scope: Scope;
  state: "waiting" | "set-up" | "ready" | "failed" | "stopped" = "waiting";
  contributes: Contributions = {};
  #error: string | undefined;
  #result: SetupResult<TokenMap, unknown> | undefined;

  constructor(public prepared: PreparedPlugin) {
    this.id = prepared.id;
    this.kind = prepared.plugin.kind;
    this.scope = new Scope(prepared.id);
  }

  /** Resolves its ports, runs `setup`, binds what it provides. @throws AppError as the plugin threw it, `plugin.failed` for anything else */
  async setUp(owner: PortOwner, signal: AbortSignal): Promise<void> {
    const { plugin, config } = this.prepared;
    await this.#guard(async () => {
      const wanted = [...entries(plugin.requires), ...entries(plugin.optional).filter(([, token]) => owner(token))];
      const scope = new Scope(
        this.id,
        wanted.map(([, token]) => ({ token, from: owner(token) ?? this.#unavailable(token) })),
      );
      this.scope = scope;
      const deps = Object.fromEntries(wanted.map(([name, token]) => [name, scope.resolve(token)]));
      const result: SetupResult<TokenMap, unknown> = await plugin.setup({
        deps,
        config,
        signal,
        onStop: (step) => scope.onStop(step),
        construct: (type) => scope.construct(type),
      });
      for (const [name, token] of entries(plugin.provides)) {
        const port = (result.ports as Record<string, unknown>)[name];
        if (port === undefined) throw new Error(`promises ${token.name} and did not return it`);
        scope.bind(token, port);
      }
      this.#result = result;
      this.contributes = result.contributes ?? {};
      this.state = "set-up";
    });
  }

  async start(): Promise<void> {
    await this.#guard(async () => {
      await this.#result?.start?.();
      this.state = "ready";
    });
  }

  get canReconfigure(): boolean {
    return this.#result?.reconfigure !== undefined;
  }

  /** Lets the running plugin take other options over. @throws AppError as the plugin threw it, `plugin.failed` for anything else; it goes on as before */
  async reconfigure(config: unknown): Promise<void> {
    try {
      await this.#result?.reconfigure?.(config);
      this.prepared = { ...this.prepared, config };
    } catch (cause) {
      throw this.#expected(cause, "did not take its new options over");
    }
  }

  /** Runs its stop steps and returns what went wrong with them. Idempotent. */
  async stop(clock: Clock, deadlineMs: number): Promise<unknown[]> {
    const problems = await this.scope.stop(clock, deadlineMs);
    this.contributes = {};
    if (this.state !== "failed") this.state = "stopped";
    return problems;
  }

  health(): HealthReport {
    if (this.state === "ready") return { state: "ok" };
    return { state: this.state === "failed" ? "failed" : "degraded", detail: this.#error ?? this.state };
  }

  #unavailable(token: Token<unknown>): never {
    throw new AppError("plugin.missing_dependency", { message: `${this.id} needs ${token.name}, whose plugin is not running.` });
  }

  async #guard(step: () => Promise<void>): Promise<void> {
    try {
      await step();
      this.#error = undefined;
    } catch (cause) {
      this.state = "failed";
      this.#error = cause instanceof Error ? cause.message : String(cause);
      throw this.#expected(cause, "failed to start");
    }
  }

  #expected(cause: unknown, what: string): AppError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return isAppError(cause) ? cause : new AppError("plugin.failed", { message: `Plugin ${this.id} ${what}: ${reason}`, cause });
  }
}

function entries(map: TokenMap | undefined): [string, Token<unknown>][] {
  return Object.entries(map ?? {});
}
