import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { Clock, Log, TenantContext } from "@open-cowork/core/kernel";
import type { RuntimeSession, RuntimeSpec } from "@open-cowork/core/sessions";
import type { ArtifactStore } from "@open-cowork/core/transport";
import type { ModelInfo, ModelRef } from "@open-cowork/shared";
import type { Engine, EngineListener } from "../engine/engine.js";
import type { SyncEvent } from "../engine/engine-client.js";
import type { TenantEngines } from "../engine/tenant-engines.js";
import type { SettingsSnapshot } from "../gateway/provider-settings.js";
import type { PermissionAsked } from "../mapping/schemas.js";
import { engineModel } from "./engine-model.js";
import { EventRouter } from "./event-router.js";
import type { Grants } from "./grants.js";
import { IdleDirectories } from "./idle-directories.js";
import { OpenCodeSession } from "./opencode-session.js";
import { reconcile } from "./reconcile.js";
import { restore } from "./restore.js";
import { Thread } from "./thread.js";

export interface TenantRuntimeDeps {
  ctx: TenantContext;
  engines: TenantEngines;
  grants: Grants;
  artifacts: ArtifactStore;
  clock: Clock;
  log: Log;
  /** The settings that the last engine was asked for with. */
  settings(): SettingsSnapshot | undefined;
  workspaceOf(session: string): string;
  /** All threads work in one directory. */
  shared: boolean;
}

/** Threads kept in the engine. Above this the one unused longest is removed from it; its checkpoints bring it back. */
const MAX_THREADS = 300;

/** The threads of one tenant and what its engines say about them. */
export class TenantRuntime implements EngineListener {
  readonly #threads = new Map<string, Thread>();
  readonly #router = new EventRouter();
  readonly #idle: IdleDirectories;

  constructor(private readonly deps: TenantRuntimeDeps) {
    this.#idle = new IdleDirectories(deps);
  }

  async open(spec: RuntimeSpec): Promise<RuntimeSession> {
    const { ctx, artifacts, grants, clock, log } = this.deps;
    const engine = await this.deps.engines.acquire();
    const thread = await this.#thread(spec, engine);
    thread.epoch = spec.epoch;
    thread.usedAt = clock.now();
    return new OpenCodeSession(
      {
        ctx,
        artifacts,
        grants,
        clock,
        log,
        acquire: () => this.deps.engines.acquire(),
        enter: (directory) => this.#idle.use(directory),
        current: (of) => of.setup === this.deps.settings()?.setup,
        model: (wished, of) => engineModel(of.setup, wished),
        fillGap: (of, from) => this.#fillGap(of, from),
        settleAllowed: (of) => this.#settle(of),
      },
      thread,
      engine,
      (event) => spec.emit(event),
    );
  }

  // ------------------------------------------------------------ what engines say

  event(engine: Engine, type: string, properties: unknown): void {
    this.#router.route(engine, type, properties);
  }

  reconnected(engine: Engine): void {
    for (const thread of this.#threads.values()) {
      if (thread.engine !== engine || !thread.busy) continue;
      reconcile(thread).catch((error: unknown) => this.deps.log.warn("runtime.reconcile_failed", { session: thread.session, error }));
    }
  }

  gone(engine: Engine, expected: boolean): void {
    this.deps.engines.gone(engine, expected);
    this.deps.log[expected ? "info" : "warn"]("engine.gone", { engine: engine.id, expected, turns: engine.turns });
    for (const thread of this.#threads.values()) if (thread.engine === engine && thread.busy) thread.turn?.lose();
  }

  // ------------------------------------------------------------ threads

  async #thread(spec: RuntimeSpec, engine: Engine): Promise<Thread> {
    const known = this.#threads.get(spec.session);
    await known?.turn?.outcome;
    // Two acquisitions of a lease with nobody in between differ by one.
    const stale = known?.epoch !== undefined && spec.epoch !== undefined && spec.epoch > known.epoch + 1;
    if (known !== undefined && !stale && !known.order.isAheadOf(this.deps.clock.now())) return known;
    if (known !== undefined) await this.#forget(known, engine);
    this.#makeRoom(engine);
    const directory = await this.#directory(spec.session);
    const restored = await restore(engine.client, directory, await spec.checkpoints(), this.deps);
    const engineId = restored?.root ?? (await engine.client.createSession(directory, "Open Cowork")).id;
    const thread = new Thread(spec.session, engineId, directory, {
      clock: this.deps.clock,
      contextLimit: (model) => this.#info(model)?.context,
      allowed: (of, request) => this.#allowed(of, request),
      setBack: (of) => this.#setBack(of),
      ended: (of, on) => {
        this.deps.engines.released(on);
        if (!this.deps.shared) this.#idle.leave(of.directory, on);
      },
    });
    for (const event of restored?.events ?? []) {
      thread.record(event);
      const info = event.data.info as { parentID?: string } | undefined;
      if (event.type.startsWith("session.created") && info?.parentID !== undefined) thread.mapper.adopt(event.aggregateID, info.parentID);
    }
    thread.journal.take();
    if (restored !== undefined) thread.journal.position = restored.position;
    this.#threads.set(spec.session, thread);
    this.#router.add(thread);
    return thread;
  }

  async #directory(session: string): Promise<string> {
    const directory = this.deps.workspaceOf(session);
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return realpath(directory);
  }

  #makeRoom(engine: Engine): void {
    if (this.#threads.size < MAX_THREADS) return;
    const oldest = [...this.#threads.values()].filter((thread) => !thread.busy && thread.journal.empty).sort((a, b) => a.usedAt - b.usedAt)[0];
    if (oldest === undefined) return;
    this.#forget(oldest, engine).catch((error: unknown) => this.deps.log.warn("runtime.forget_failed", { session: oldest.session, error }));
  }

  async #forget(thread: Thread, engine: Engine): Promise<void> {
    this.#threads.delete(thread.session);
    this.#router.remove(thread);
    await this.#halt(thread);
    await engine.client.deleteSession(thread.directory, thread.engineId);
  }

  /** The clock was set back. The run is interrupted, and whoever goes on with it opens the thread anew, with its history in order. */
  #setBack(thread: Thread): void {
    this.deps.log.warn("runtime.clock_set_back", { session: thread.session });
    void this.#halt(thread);
    thread.turn?.lose("The clock of the server was set back while this was running. What was said is kept.");
    // What the engine still says of it is not part of the run any more.
    thread.sink = undefined;
  }

  /** Resolves when the engine does nothing more in the thread. Never rejects. */
  async #halt({ session, engine, directory, engineId }: Thread): Promise<void> {
    if (engine?.alive !== true) return;
    await engine.client.abort(directory, engineId).catch((error: unknown) => this.deps.log.warn("runtime.halt_failed", { session, error }));
  }

  async #fillGap(thread: Thread, engine: Engine): Promise<void> {
    const known: Record<string, number> = Object.fromEntries([...this.#threads.values()].map((other) => [other.engineId, Number.MAX_SAFE_INTEGER]));
    for (const [aggregate, head] of thread.journal.heads) known[aggregate] = head;
    if (!thread.journal.heads.has(thread.engineId)) delete known[thread.engineId];
    const own = new Set(thread.mapper.nodes.keys());
    thread.journal.gap = false;
    for (const event of await engine.client.history(thread.directory, known)) if (own.has(event.aggregateID)) thread.record(event as SyncEvent);
  }

  // ------------------------------------------------------------ permissions and models

  #allowed(thread: Thread, request: PermissionAsked): boolean {
    if (!this.deps.grants.allow(thread.session, request)) return false;
    this.#reply(thread, request.id);
    return true;
  }

  /** Open requests that a new rule covers, in this thread and for "always" in every other. */
  #settle(of: Thread): void {
    for (const thread of this.#threads.values()) {
      for (const request of [...thread.mapper.approvals.values()]) {
        const node = thread.mapper.nodes.get(request.sessionID);
        if (node === undefined || !this.deps.grants.allow(thread.session, request)) continue;
        thread.mapper.approvals.delete(request.id);
        thread.mapper.emit(node, "approval.answered", {
          id: request.id,
          answer: thread === of ? "session" : "always",
          by: { kind: "system", id: "runtime", name: "Allowed before" },
        });
        this.#reply(thread, request.id);
      }
    }
  }

  #reply(thread: Thread, request: string): void {
    thread.engine?.client
      .replyPermission(thread.directory, request, "once")
      .catch((error: unknown) => this.deps.log.warn("runtime.reply_failed", { session: thread.session, request, error }));
  }

  #info(model: ModelRef): ModelInfo | undefined {
    const provider = this.deps.settings()?.records.find((candidate) => candidate.id === model.provider);
    return provider?.models.find((candidate) => candidate.id === model.model);
  }
}

/** Workspace of a thread where the config does not fix one. */
export function threadWorkspace(dataDir: string, tenant: string, session: string): string {
  return join(dataDir, "workspaces", tenant, session);
}
