import type { ChatProvider, WebhookAnswer, WebhookRequest } from "@open-cowork/core/transport";
import { AppError, type ProviderStatus, providerInstanceSchema, providerKindSchema } from "@open-cowork/shared";
import type { ChannelsConfig } from "../config.js";
import type { ChannelDeps } from "../ports.js";
import { ProviderLife } from "./provider-life.js";

/** A provider whose plugin had to be set up again is another object; so the list is read again and again. */
const LOOK_MS = 1_000;

/** Every provider of this host, each with a life of its own. */
export class Supervisor {
  readonly #lives = new Map<ChatProvider, ProviderLife>();
  /** Lives that end, by name: the next of that name waits for them. */
  readonly #ending = new Map<string, Promise<void>>();
  readonly #refused = new WeakSet<ChatProvider>();
  #cancel: () => void = () => undefined;
  #stopped = false;

  constructor(
    private readonly deps: ChannelDeps,
    private readonly config: ChannelsConfig,
  ) {}

  start(): void {
    this.#look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await Promise.all([...this.#ending.values(), ...this.lives.map((life) => life.stop())]);
  }

  get lives(): readonly ProviderLife[] {
    return [...this.#lives.values()];
  }

  statuses(): ProviderStatus[] {
    return this.lives.map(({ status }) => status);
  }

  /** @throws AppError `provider.not_found` */
  restart(kind: string, instance: string): void {
    const life = this.#find(kind, instance);
    if (life === undefined) throw new AppError("provider.not_found", { message: `There is no provider ${kind}/${instance} here.` });
    life.restart();
  }

  /** Bytes that a request to its webhook may have. @throws AppError `webhook.unknown` */
  webhookBytes(kind: string, instance: string): number {
    const most = this.#find(kind, instance)?.provider.capabilities.webhook?.maxBytes;
    if (most === undefined) throw new AppError("webhook.unknown");
    return most;
  }

  /** @throws AppError `webhook.unknown`, `provider.failed` */
  async webhook(kind: string, instance: string, request: WebhookRequest): Promise<WebhookAnswer> {
    const life = this.#find(kind, instance);
    if (life === undefined) throw new AppError("webhook.unknown");
    return life.webhook(request);
  }

  #find(kind: string, instance: string): ProviderLife | undefined {
    return this.lives.find(({ provider }) => provider.kind === kind && provider.instance === instance);
  }

  #look(): void {
    if (this.#stopped) return;
    const wanted = new Set(this.deps.contributions.all("chatProviders"));
    for (const [provider, life] of this.#lives) if (!wanted.has(provider)) this.#end(provider, life);
    for (const provider of wanted) if (!this.#lives.has(provider)) this.#begin(provider);
    this.#cancel = this.deps.clock.after(LOOK_MS, () => this.#look());
  }

  #begin(provider: ChatProvider): void {
    const { host, log } = this.deps;
    const { kind, instance } = provider;
    if (this.#ending.has(nameOf(provider))) return;
    const reason = this.#objection(provider);
    if (reason !== undefined) {
      // Said once; it may still get its turn.
      if (!this.#refused.has(provider)) log.error("provider.refused", { kind, instance, reason });
      this.#refused.add(provider);
      return;
    }
    const life = new ProviderLife(provider, this.deps, this.config, `${this.config.node ?? host.nodeId}.${host.bootId}`);
    this.#lives.set(provider, life);
    life.start();
  }

  #objection(provider: ChatProvider): string | undefined {
    if (!providerKindSchema.safeParse(provider.kind).success || !providerInstanceSchema.safeParse(provider.instance).success) return "its name is not valid";
    return this.#find(provider.kind, provider.instance) === undefined ? undefined : "another provider has its name";
  }

  #end(provider: ChatProvider, life: ProviderLife): void {
    this.#lives.delete(provider);
    this.#ending.set(
      nameOf(provider),
      life.stop().finally(() => this.#ending.delete(nameOf(provider))),
    );
  }
}

function nameOf({ kind, instance }: ChatProvider): string {
  return `${kind}/${instance}`;
}
