import type { ChatProvider, WebhookAnswer, WebhookRequest } from "@open-cowork/core/transport";
import { AppError, type ProviderStatus } from "@open-cowork/shared";
import type { ChannelsConfig } from "../config.js";
import type { ChannelDeps } from "../ports.js";
import { ProviderLife } from "./provider-life.js";

/** Every provider of this host, each with a life of its own. One whose plugin was set up again is another object, and follows the one before it. */
export class Supervisor {
  readonly #lives = new Map<ChatProvider, ProviderLife>();
  /** Those that are not wanted any more and still have something to finish, by name. */
  readonly #ending = new Map<string, Promise<void>>();
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
    await Promise.all([...this.#lives.values()].map((life) => life.stop()));
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

  webhookBytes(kind: string, instance: string): number | undefined {
    return this.#find(kind, instance)?.provider.capabilities.webhook?.maxBytes;
  }

  /** @throws AppError `webhook.unknown` */
  async webhook(kind: string, instance: string, request: WebhookRequest): Promise<WebhookAnswer> {
    const { provider } = this.#find(kind, instance) ?? {};
    if (provider?.webhook === undefined) throw new AppError("webhook.unknown");
    return provider.webhook(request);
  }

  #find(kind: string, instance: string): ProviderLife | undefined {
    return this.lives.find(({ provider }) => provider.kind === kind && provider.instance === instance);
  }

  #look(): void {
    if (this.#stopped) return;
    const { host, log } = this.deps;
    const now = new Set(this.deps.contributions.all("chatProviders"));
    for (const [provider, life] of this.#lives) if (!now.has(provider)) this.#end(provider, life);
    for (const provider of now) {
      if (this.#lives.has(provider)) continue;
      if (this.#find(provider.kind, provider.instance)) {
        log.error("provider.twice", { kind: provider.kind, instance: provider.instance });
        continue;
      }
      const life = new ProviderLife(provider, this.deps, this.config, `${host.nodeId}.${host.bootId}`);
      this.#lives.set(provider, life);
      // Both would hold the binding under the same name, and the end of one would give the other's away.
      void Promise.resolve(this.#ending.get(nameOf(provider))).then(() => life.start());
    }
  }

  #end(provider: ChatProvider, life: ProviderLife): void {
    const name = nameOf(provider);
    this.#lives.delete(provider);
    const ended: Promise<void> = Promise.all([this.#ending.get(name), life.stop()]).then(() => {
      if (this.#ending.get(name) === ended) this.#ending.delete(name);
    });
    this.#ending.set(name, ended);
  }
}

function nameOf({ kind, instance }: ChatProvider): string {
  return `${kind}/${instance}`;
}
