import type { ChatProvider, WebhookAnswer, WebhookRequest } from "@open-cowork/core/transport";
import { AppError, type ProviderStatus } from "@open-cowork/shared";
import type { ChannelsConfig } from "../config.js";
import type { ChannelDeps } from "../ports.js";
import { ProviderLife } from "./provider-life.js";

/** A provider whose plugin had to be set up again is another object; so the list is read from time to time. */
const LOOK_MS = 2_000;

/** Every provider of this host, each with a life of its own. */
export class Supervisor {
  readonly #lives = new Map<ChatProvider, ProviderLife>();
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
    await Promise.all([...this.#lives.values()].map((life) => life.stop()));
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
    const { host, clock, log } = this.deps;
    const now = new Set(this.deps.contributions.all("chatProviders"));
    for (const [provider, life] of this.#lives) {
      if (now.has(provider)) continue;
      this.#lives.delete(provider);
      void life.stop();
    }
    for (const provider of now) {
      if (this.#lives.has(provider)) continue;
      if (this.#find(provider.kind, provider.instance)) {
        log.error("provider.twice", { kind: provider.kind, instance: provider.instance });
        continue;
      }
      const life = new ProviderLife(provider, this.deps, this.config, `${host.nodeId}.${host.bootId}`);
      this.#lives.set(provider, life);
      life.start();
    }
    this.#cancel = clock.after(LOOK_MS, () => this.#look());
  }
}
