import type { ChatProvider, WebhookAnswer, WebhookRequest } from "@open-cowork/core/transport";
import { AppError, type ProviderStatus, providerInstanceSchema, providerKindSchema } from "@open-cowork/shared";
import type { ChannelsConfig } from "../config.js";
import type { ChannelDeps } from "../ports.js";
import { ProviderLife } from "./provider-life.js";

/** Every provider of this host, each with a life of its own. One whose plugin was set up again is another object, and follows the one before it. */
export class Supervisor {
  readonly #lives = new Map<ChatProvider, ProviderLife>();
  /** Those that are not wanted any more and still have something to finish, by name. */
  readonly #ending = new Map<string, Promise<void>>();
  readonly #refused = new WeakSet<ChatProvider>();
  #unlisten: () => void = () => undefined;
  #stopped = false;

  constructor(
    private readonly deps: ChannelDeps,
    private readonly config: ChannelsConfig,
  ) {}

  start(): void {
    this.#unlisten = this.deps.contributions.onChange(() => this.#look());
    this.#look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unlisten();
    await Promise.all(this.lives.map((life) => life.stop()));
    await Promise.all(this.#ending.values());
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
  }

  #begin(provider: ChatProvider): void {
    const { host, log } = this.deps;
    const { kind, instance } = provider;
    const reason = this.#objection(provider);
    if (reason !== undefined) {
      // Said once; it may still get its turn.
      if (!this.#refused.has(provider)) log.error("provider.refused", { kind, instance, reason });
      this.#refused.add(provider);
      return;
    }
    const life = new ProviderLife(provider, this.deps, this.config, `${this.config.node ?? host.nodeId}.${host.bootId}`);
    this.#lives.set(provider, life);
    // Both would hold the binding under the same name, and the end of one would give the other's away.
    void Promise.resolve(this.#ending.get(nameOf(provider))).then(() => life.start());
  }

  #objection(provider: ChatProvider): string | undefined {
    if (!providerKindSchema.safeParse(provider.kind).success || !providerInstanceSchema.safeParse(provider.instance).success) return "its name is not valid";
    return this.#find(provider.kind, provider.instance) === undefined ? undefined : "another provider has its name";
  }

  #end(provider: ChatProvider, life: ProviderLife): void {
    const name = nameOf(provider);
    this.#lives.delete(provider);
    const ended: Promise<void> = Promise.all([this.#ending.get(name), life.stop()]).then(() => {
      if (this.#ending.get(name) === ended) this.#ending.delete(name);
      // One that was refused because of the name may have its turn now.
      this.#look();
    });
    this.#ending.set(name, ended);
  }
}

function nameOf({ kind, instance }: ChatProvider): string {
  return `${kind}/${instance}`;
}
