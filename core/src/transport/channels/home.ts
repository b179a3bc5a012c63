import type { Binding, BindingPolicy, Catalog, ChannelIdentity, Pairing, PersonRole, Refusal, Secret } from "@open-cowork/shared";
import type { RequestContext } from "../../kernel/context.js";
import { token } from "../../kernel/token.js";

/** Where a gateway works: the workspace whose conversations it carries. */
export interface ChannelHome {
  /** The gateway itself. */
  context(): Promise<RequestContext>;
  /** A person of a chat, with the role they were given: what they ask of a session is asked with this. */
  as(identity: ChannelIdentity, binding: Binding): Promise<RequestContext>;
  /** Agents and models to choose from. */
  catalog(ctx: RequestContext): Promise<Catalog>;
  /** Address of the thread in the web UI, for people who may sign in there; undefined when there is none. */
  threadUrl(session: string): string | undefined;
}
export const CHANNEL_HOME = token<ChannelHome>("transport.channel-home");

/** What people with the right to change settings do about channels. */
export interface ChannelAdmin {
  bindings(ctx: RequestContext): Promise<Binding[]>;
  /** @throws AppError `channel.binding_unknown` */
  update(ctx: RequestContext, binding: string, change: { enabled?: boolean; policy?: BindingPolicy }): Promise<Binding>;
  identities(ctx: RequestContext, binding: string): Promise<ChannelIdentity[]>;
  /** @throws AppError `channel.identity_unknown` */
  changeIdentity(ctx: RequestContext, identity: string, change: { role?: PersonRole; blocked?: boolean }): Promise<ChannelIdentity>;
  /** `code` is shown this once. Its role is at most the maker's own. Default life: 15 minutes. */
  invite(ctx: RequestContext, binding: string, input: { role: PersonRole; note?: string; ttlMs?: number }): Promise<{ pairing: Pairing; code: Secret }>;
  pairings(ctx: RequestContext, binding: string): Promise<Pairing[]>;
  /** The code stops working. Idempotent. */
  revoke(ctx: RequestContext, pairing: string): Promise<void>;
  /** Who was turned away lately, newest first. */
  refusals(ctx: RequestContext, binding: string): Promise<Refusal[]>;
}
export const CHANNEL_ADMIN = token<ChannelAdmin>("transport.channel-admin");
