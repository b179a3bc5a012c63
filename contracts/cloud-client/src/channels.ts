import type { Binding, BindingPolicy, ChannelIdentity, DELIVERY_STATES, Delivery, Pairing, PersonRole, ProviderStatus, Refusal } from "@open-cowork/shared";
import type { CloudClient } from "./client.js";
import type { Http } from "./http.js";
import { seg } from "./seg.js";

/** Chat channels as people look after them; what a gateway asks is in `GatewayClient`. Each throws AppError with the server's code. */
export class ChannelsClient {
  constructor(private readonly http: Http) {}

  async bindings(): Promise<Binding[]> {
    return (await this.http.json<{ items: Binding[] }>("GET", "/channels/bindings")).items;
  }
  /** `policy` replaces the whole policy. */
  update(binding: string, change: { enabled?: boolean; policy?: BindingPolicy }): Promise<Binding> {
    return this.http.json("PATCH", `/channels/bindings/${seg(binding)}`, { json: change });
  }

  async identities(binding: string): Promise<ChannelIdentity[]> {
    return (await this.http.json<{ items: ChannelIdentity[] }>("GET", `/channels/bindings/${seg(binding)}/identities`)).items;
  }
  changeIdentity(identity: string, change: { role?: PersonRole; blocked?: boolean }): Promise<ChannelIdentity> {
    return this.http.json("PATCH", `/channels/identities/${seg(identity)}`, { json: change });
  }

  /** `code` is shown this once. */
  invite(binding: string, input: { role?: PersonRole; note?: string; ttlMs?: number } = {}): Promise<{ pairing: Pairing; code: string }> {
    return this.http.json("POST", `/channels/bindings/${seg(binding)}/pairings`, { json: input });
  }
  async pairings(binding: string): Promise<Pairing[]> {
    return (await this.http.json<{ items: Pairing[] }>("GET", `/channels/bindings/${seg(binding)}/pairings`)).items;
  }
  revokePairing(pairing: string): Promise<void> {
    return this.http.json("DELETE", `/channels/pairings/${seg(pairing)}`);
  }
  /** Who was turned away lately, newest first. */
  async refusals(binding: string): Promise<Refusal[]> {
    return (await this.http.json<{ items: Refusal[] }>("GET", `/channels/bindings/${seg(binding)}/refusals`)).items;
  }

  /** Newest first. */
  deliveries(
    query: { binding?: string; state?: (typeof DELIVERY_STATES)[number]; limit?: number; cursor?: string } = {},
  ): Promise<{ items: Delivery[]; next?: string }> {
    return this.http.json("GET", "/channels/deliveries", { query });
  }
  /** Sends a refused or dead one again, with all its tries back. */
  retry(delivery: string): Promise<Delivery> {
    return this.http.json("POST", `/channels/deliveries/${seg(delivery)}/retry`);
  }
  /** Chat platforms of a gateway, as they are now; a host without any has no such address. */
  async providers(): Promise<ProviderStatus[]> {
    return (await this.http.json<{ items: ProviderStatus[] }>("GET", "/channels/providers")).items;
  }
  /** Stops and starts it. Resolves when that has begun. */
  restartProvider(kind: string, instance: string): Promise<void> {
    return this.http.json("POST", `/channels/providers/${seg(kind)}/${seg(instance)}/restart`);
  }
  /** Gives one up. */
  bury(delivery: string): Promise<Delivery> {
    return this.http.json("POST", `/channels/deliveries/${seg(delivery)}/bury`);
  }
}

/** Channels by the connection of a client. */
export function channelsOf(client: CloudClient): ChannelsClient {
  return new ChannelsClient(client.http);
}
