import type { Binding, ChannelIdentity } from "@open-cowork/shared";
import type { RequestContext } from "../../kernel/context.js";
import { token } from "../../kernel/token.js";

/**
 * What a principal may reach by way of channels, for the surface that gateways call: it holds requests against this before it touches a session or a file.
 * A principal with the role `gateway` reaches what belongs to bindings granted to its credential. Answers hold for the moment; nobody keeps them.
 */
export interface ChannelAccess {
  /** Somebody who was let in, by id, with their binding. @throws AppError `channel.identity_unknown`, also where the binding is not the principal's */
  person(ctx: RequestContext, identity: string): Promise<{ identity: ChannelIdentity; binding: Binding }>;
  /** Ids of those bindings in whose threads the session speaks or ever spoke; none where there are no such, or no such session. */
  carriers(ctx: RequestContext, session: string): Promise<string[]>;
}
export const CHANNEL_ACCESS = token<ChannelAccess>("transport.channel-access");
