import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock, HealthReport, HostInfo, Log, TenantContext } from "@open-cowork/core/kernel";
import type { Runtime, RuntimeSession, RuntimeSpec } from "@open-cowork/core/sessions";
import type { ArtifactStore } from "@open-cowork/core/transport";
import { AppError, type Catalog } from "@open-cowork/shared";
import { markPrefixes } from "./engine/guard.js";
import { endLeftovers } from "./engine/leftovers.js";
import { startEngine } from "./engine/start-engine.js";
import { TenantEngines } from "./engine/tenant-engines.js";
import type { ModelRelay } from "./gateway/model-relay.js";
import type { ProviderSettings } from "./gateway/provider-settings.js";
import type { RelayTokens } from "./gateway/relay-tokens.js";
import type { Options } from "./options.js";
import { Grants } from "./session/grants.js";
import { TenantRuntime, threadWorkspace } from "./session/tenant-runtime.js";

export interface OpenCodeRuntimeDeps {
  options: Options;
  host: HostInfo;
  artifacts: ArtifactStore;
  settings: ProviderSettings;
  relay: ModelRelay;
  tokens: RelayTokens;
  clock: Clock;
  log: Log;
}

interface Tenant {
  engines: TenantEngines;
  runtime: TenantRuntime;
}

/** The runtime port over OpenCode: one engine a tenant, started when it is first needed. */
export class OpenCodeRuntime implements Runtime {
  readonly #tenants = new Map<string, Promise<Tenant>>();
  readonly #ready = new Map<string, Tenant>();
  #leftovers: Promise<unknown> | undefined;
  #stopped = false;

  constructor(private readonly deps: OpenCodeRuntimeDeps) {
    deps.settings.onChange((tenant) => this.#refresh(tenant));
  }

  async open(ctx: TenantContext, spec: RuntimeSpec): Promise<RuntimeSession> {
    return (await this.#tenant(ctx.tenant)).runtime.open(spec);
  }

  async catalog(ctx: TenantContext): Promise<Pick<Catalog, "agents" | "defaultAgent">> {
    const { engines } = await this.#tenant(ctx.tenant);
    const engine = await engines.acquire();
    const agents = (await engine.client.agents(join(this.#home(ctx.tenant), "catalog"))).filter((agent) => agent.hidden !== true);
    return {
      agents: agents.map(({ name, description = "", mode }) => ({
        id: name,
        name: name.charAt(0).toUpperCase() + name.slice(1),
        description,
        primary: mode !== "subagent",
      })),
      defaultAgent: agents.find((agent) => agent.name === "build")?.name ?? agents.find((agent) => agent.mode === "primary")?.name,
    };
  }

  warm(ctx: TenantContext): void {
    // Asking for the agents also sets up the engine's first directory, which loads most of the program.
    this.catalog(ctx).catch((error: unknown) => this.deps.log.warn("runtime.warm_failed", { ...ctx, error }));
  }

  health(): HealthReport {
    const engines = [...this.#ready.values()].flatMap((tenant) => tenant.engines.all);
    const unknown = engines.reduce((sum, engine) => sum + engine.unknown.count, 0);
    const types = [...new Set(engines.flatMap((engine) => engine.unknown.recent))].slice(0, 5);
    const detail = `${engines.length} engines, ${engines.reduce((sum, engine) => sum + engine.turns, 0)} turns`;
    return unknown === 0 ? { state: "ok", detail } : { state: "ok", detail: `${detail}, ${unknown} events not understood (${types.join(", ")})` };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const tenants = await Promise.allSettled(this.#tenants.values());
    await Promise.all(tenants.map((tenant) => (tenant.status === "fulfilled" ? tenant.value.engines.stop() : undefined)));
  }

  #tenant(tenant: string): Promise<Tenant> {
    if (this.#stopped) return Promise.reject(new AppError("stopping"));
    const known = this.#tenants.get(tenant) ?? this.#create(tenant);
    this.#tenants.set(tenant, known);
    known.catch(() => this.#tenants.delete(tenant));
    return known;
  }

  async #create(tenant: string): Promise<Tenant> {
    const { options, host, artifacts, settings, relay, tokens, clock, log } = this.deps;
    const marks = markPrefixes(host.dataDir, host.bootId);
    await (this.#leftovers ??= endLeftovers(marks, log));
    const home = this.#home(tenant);
    // Checkpoints are what lasts: an engine begins every boot with an empty memory, so the two can never disagree.
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
    const grants = new Grants(join(host.dataDir, "runtime", tenant, "rules.json"));
    await grants.load();
    const engines: TenantEngines = new TenantEngines({
      setup: async () => (await settings.get({ tenant })).setup,
      start: async (setup) => {
        await this.#makeRoom(engines);
        const issued = tokens.issue({ tenant, active: () => engines.all.some((engine) => engine.turns > 0) });
        const id = randomUUID().slice(0, 8);
        const engine = await startEngine({
          id,
          options,
          setup,
          home,
          mark: `${marks.boot}${id}`,
          hostEnvironment: host.childEnvironment ?? { PATH: "/usr/local/bin:/usr/bin:/bin" },
          relay: { url: (provider) => relay.url(provider), token: issued.token },
          clock,
          log: log.child({ tenant }),
          listener: {
            event: (from, type, properties) => runtime.event(from, type, properties),
            reconnected: (from) => runtime.reconnected(from),
            gone: (from, expected) => {
              issued.revoke();
              runtime.gone(from, expected);
            },
          },
        }).catch((error: unknown) => {
          issued.revoke();
          throw error;
        });
        log.info("engine.started", { tenant, engine: engine.id, version: engine.version });
        return engine;
      },
      clock,
      log,
      idleMs: options.idleMs,
      maxMemoryBytes: options.maxMemoryBytes,
    });
    const runtime = new TenantRuntime({
      ctx: { tenant },
      engines,
      grants,
      artifacts,
      clock,
      log: log.child({ tenant }),
      settings: () => settings.newest(tenant),
      shared: options.workspace !== undefined,
      workspaceOf: (session) => options.workspace ?? threadWorkspace(host.dataDir, tenant, session),
    });
    const created = { engines, runtime };
    this.#ready.set(tenant, created);
    return created;
  }

  /** @throws AppError `runtime.unavailable` when every engine that may run is at work */
  async #makeRoom(asking: TenantEngines): Promise<void> {
    const others = [...this.#ready.values()].map((tenant) => tenant.engines).filter((engines) => engines !== asking && engines.all.length > 0);
    if (others.length < this.deps.options.maxEngines) return;
    const idle = others.filter((engines) => engines.idleSince !== undefined).sort((a, b) => a.idleSince! - b.idleSince!)[0];
    if (idle === undefined) throw new AppError("runtime.unavailable", { message: "All engines are at work. Try again in a moment.", retryAfterMs: 5_000 });
    await idle.stop();
  }

  /** The next prompt should find an engine with the new settings. */
  #refresh(tenant: string): void {
    const engines = this.#ready.get(tenant)?.engines;
    if (engines === undefined || engines.all.length === 0 || this.#stopped) return;
    engines.acquire().catch((error: unknown) => this.deps.log.warn("runtime.refresh_failed", { tenant, error }));
  }

  #home(tenant: string): string {
    return join(this.deps.host.dataDir, "runtime", tenant, "engine");
  }
}
