import type { Clock, TenantContext } from "@open-cowork/core/kernel";
import type { SecretStore } from "@open-cowork/core/secrets";
import type { BuiltinModel, ModelGateway, ModelProviderRecord, ModelProviderRows } from "@open-cowork/core/transport";
import { AppError, type Catalog, type ModelProvider, type ModelProviderInput, type ModelTest, Secret } from "@open-cowork/shared";
import { tryBuiltin } from "./builtin-relay.js";
import { chooseModel, listModels } from "./list-models.js";
import { PROVIDER_KINDS } from "./provider-kinds.js";
import { DEMO_MODELS, DEMO_PROVIDER, type ProviderSettings } from "./provider-settings.js";
import { tryModel } from "./test-completion.js";
import type { Target, Upstream } from "./upstream.js";

export interface ModelGatewayDeps {
  rows: ModelProviderRows;
  secrets: SecretStore;
  settings: ProviderSettings;
  upstream: Upstream;
  builtin: BuiltinModel | undefined;
  clock: Clock;
  signal: AbortSignal;
}

/** Where a tenant's models come from: settings in the clear, keys in the secret store and never in an answer. */
export class OpenCodeModelGateway implements ModelGateway {
  constructor(private readonly deps: ModelGatewayDeps) {}

  async providers(ctx: TenantContext): Promise<ModelProvider[]> {
    return (await this.deps.settings.get(ctx)).records.map(shown);
  }

  async models(ctx: TenantContext): Promise<Pick<Catalog, "models" | "defaultModel">> {
    const { records, setup } = await this.deps.settings.get(ctx);
    return {
      models: records.flatMap((record) => record.models.map((model) => ({ provider: record.id, providerName: record.name, model }))),
      defaultModel: setup.defaultModel,
    };
  }

  async test(ctx: TenantContext, input: ModelProviderInput): Promise<ModelTest> {
    if (input.kind === "demo") return this.#testDemo();
    const target = await this.#target(ctx, input);
    const listed = await listModels(this.deps.upstream, target, this.deps.signal);
    const chosen = chooseModel(target, listed, input.model);
    const tried = await tryModel(this.deps.upstream, target, chosen.id, this.deps.signal);
    return { ok: true, model: chosen.id, ...tried, models: [chosen, ...(listed ?? []).filter((model) => model.id !== chosen.id)] };
  }

  async save(ctx: TenantContext, input: ModelProviderInput): Promise<ModelProvider> {
    const { models } = await this.test(ctx, input);
    const id = providerId(input);
    const before = await this.deps.rows.get(ctx, id);
    const secretName = input.key ? `model-provider.${id}` : before?.secretName;
    if (input.key) await this.deps.secrets.put(ctx, secretName!, new Secret(input.key, secretName!));
    const record: ModelProviderRecord = {
      id,
      kind: input.kind,
      name: input.name || before?.name || nameOf(input),
      baseUrl: input.kind === "demo" ? undefined : baseUrlOf(input),
      hasKey: secretName !== undefined,
      models,
      createdAt: this.deps.clock.now(),
      secretName,
    };
    await this.deps.rows.put(ctx, record);
    this.deps.settings.changed(ctx.tenant);
    return shown(record);
  }

  async remove(ctx: TenantContext, id: string): Promise<void> {
    const record = await this.deps.rows.get(ctx, id);
    if (record === undefined) throw new AppError("provider.not_found");
    await this.deps.rows.remove(ctx, id);
    if (record.secretName !== undefined) await this.deps.secrets.remove(ctx, record.secretName);
    this.deps.settings.changed(ctx.tenant);
  }

  async #target(ctx: TenantContext, input: ModelProviderInput): Promise<Target> {
    const baseUrl = baseUrlOf(input);
    if (input.key) return { kind: input.kind, baseUrl, key: input.key };
    const record = await this.deps.rows.get(ctx, providerId(input));
    // A stored key goes only where it was stored for: another address could be anybody's.
    if (record?.secretName === undefined || record.kind !== input.kind || record.baseUrl !== baseUrl) return { kind: input.kind, baseUrl };
    return { kind: input.kind, baseUrl, key: (await this.deps.secrets.reveal(ctx, record.secretName)).reveal() };
  }

  async #testDemo(): Promise<ModelTest> {
    const { builtin, signal } = this.deps;
    if (builtin === undefined) throw new AppError("model.not_found", { message: "This host has no demo model." });
    return { ok: true, model: DEMO_MODELS[0]!.id, ...(await tryBuiltin(builtin, DEMO_MODELS[0]!.id, signal)), models: DEMO_MODELS };
  }
}

/** One provider of each kind; OpenAI-compatible ones by name. */
function providerId(input: ModelProviderInput): string {
  if (input.kind === "demo") return DEMO_PROVIDER;
  if (input.kind !== "openai-compatible") return input.kind;
  const slug = nameOf(input)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 40);
  return `custom-${slug || "model"}`;
}

function nameOf(input: ModelProviderInput): string {
  if (input.name) return input.name;
  return input.kind === "openai-compatible" && input.baseUrl !== undefined ? new URL(input.baseUrl).host : PROVIDER_KINDS[input.kind].name;
}

function baseUrlOf(input: ModelProviderInput): string {
  const url = input.baseUrl ?? PROVIDER_KINDS[input.kind].baseUrl;
  if (url === undefined) throw new AppError("request.invalid", { message: "Give the address of the model server, for example http://127.0.0.1:11434/v1." });
  return url.replace(/\/+$/, "");
}

function shown({ secretName: _secretName, ...provider }: ModelProviderRecord): ModelProvider {
  return provider;
}
