import type { Clock, TenantContext } from "@open-cowork/core/kernel";
import type { SecretStore } from "@open-cowork/core/secrets";
import type { BuiltinModel, EventBus, ModelProviderRecord, ModelProviderRows } from "@open-cowork/core/transport";
import type { ModelInfo, ModelRef, Secret } from "@open-cowork/shared";
import type { EngineSetup } from "../engine/engine-config.js";
import { modelInfo } from "./known-models.js";
import { PROVIDER_KINDS } from "./provider-kinds.js";

/** How old settings may get when no announcement of a change arrives, as when another process's was lost. */
const MAX_AGE_MS = 15_000;

export const DEMO_PROVIDER = "demo";
export const DEMO_MODELS: ModelInfo[] = [modelInfo("demo", { name: "Demo (offline, scripted)", context: 128_000, output: 8_192 })];

/** A tenant's model providers as they are now, with the keys that were needed so far. */
export interface SettingsSnapshot {
  readonly records: readonly ModelProviderRecord[];
  readonly setup: EngineSetup;
  readonly readAt: number;
  key(record: ModelProviderRecord): Promise<Secret | undefined>;
}

export interface ProviderSettingsDeps {
  rows: ModelProviderRows;
  secrets: SecretStore;
  bus: EventBus | undefined;
  builtin: BuiltinModel | undefined;
  clock: Clock;
}

/**
 * Settings are needed for every model request, so they are kept in memory until they change. A change in this process counts
 * at once, one in another process with its announcement on the bus.
 */
export class ProviderSettings {
  readonly #snapshots = new Map<string, Promise<SettingsSnapshot>>();
  readonly #newest = new Map<string, SettingsSnapshot>();
  readonly #subscribed = new Map<string, () => void>();
  readonly #listeners = new Set<(tenant: string) => void>();
  readonly #closeGap: (() => void) | undefined;

  constructor(private readonly deps: ProviderSettingsDeps) {
    this.#closeGap = deps.bus?.onGap(() => this.#snapshots.clear());
  }

  async get(ctx: TenantContext): Promise<SettingsSnapshot> {
    const { tenant } = ctx;
    this.#listen(tenant);
    const known = this.#newest.get(tenant);
    const old = known !== undefined && this.deps.clock.now() - known.readAt > MAX_AGE_MS;
    if (old) this.#snapshots.delete(tenant);
    const reading = this.#snapshots.get(tenant) ?? this.#read({ tenant });
    this.#snapshots.set(tenant, reading);
    try {
      const snapshot = await reading;
      if (this.#snapshots.get(tenant) === reading) this.#newest.set(tenant, snapshot);
      return snapshot;
    } catch (error) {
      if (this.#snapshots.get(tenant) === reading) this.#snapshots.delete(tenant);
      throw error;
    }
  }

  /** What `get` returned last. */
  newest(tenant: string): SettingsSnapshot | undefined {
    return this.#newest.get(tenant);
  }

  /** Tells this process and the others that the settings of a tenant have changed. */
  changed(tenant: string): void {
    this.#snapshots.delete(tenant);
    if (this.deps.bus === undefined) this.#announce(tenant);
    else this.deps.bus.publish(`workspace.${tenant}`, { type: "settings" });
  }

  onChange(listener: (tenant: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closeGap?.();
    for (const unsubscribe of this.#subscribed.values()) unsubscribe();
  }

  #listen(tenant: string): void {
    const { bus } = this.deps;
    if (bus === undefined || this.#subscribed.has(tenant)) return;
    this.#subscribed.set(
      tenant,
      bus.subscribe(`workspace.${tenant}`, (message) => {
        if ((message as { type?: string }).type !== "settings") return;
        this.#snapshots.delete(tenant);
        this.#announce(tenant);
      }),
    );
  }

  #announce(tenant: string): void {
    for (const listener of this.#listeners) listener(tenant);
  }

  async #read(ctx: TenantContext): Promise<SettingsSnapshot> {
    const { rows, secrets, builtin, clock } = this.deps;
    const records = (await rows.list(ctx)).filter((record) => record.kind !== "demo" || builtin !== undefined).sort((a, b) => b.createdAt - a.createdAt);
    const keys = new Map<string, Promise<Secret>>();
    return {
      records,
      setup: { providers: engineProviders(records, builtin), defaultModel: defaultModel(records) },
      readAt: clock.now(),
      key: async ({ secretName }) => {
        if (secretName === undefined) return undefined;
        const reading = keys.get(secretName) ?? secrets.reveal(ctx, secretName);
        keys.set(secretName, reading);
        return reading;
      },
    };
  }
}

/** The newest provider's first model; the demo only where there is nothing else. */
function defaultModel(records: readonly ModelProviderRecord[]): ModelRef | undefined {
  const usable = records.filter((record) => record.models.length > 0);
  const best = usable.find((record) => record.kind !== "demo") ?? usable[0];
  return best && { provider: best.id, model: best.models[0]!.id };
}

/** The demo is always in the engine's settings, so that choosing it at first run needs no new engine. */
function engineProviders(records: readonly ModelProviderRecord[], builtin: BuiltinModel | undefined): EngineSetup["providers"] {
  const providers = records.map(({ id, name, kind, models }) => ({ id, name, npm: PROVIDER_KINDS[kind].npm, models }));
  if (builtin === undefined || providers.some((provider) => provider.id === DEMO_PROVIDER)) return providers.sort(byId);
  return [...providers, { id: DEMO_PROVIDER, name: builtin.name, npm: PROVIDER_KINDS.demo.npm, models: DEMO_MODELS }].sort(byId);
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}
