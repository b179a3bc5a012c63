import type { RequestContext } from "@open-cowork/core/kernel";
import type { ChannelIdentity, ChannelThread, InboundRecord } from "@open-cowork/shared";

/** What somebody asked for: the event, who they are, and where an answer goes. */
export interface Asked {
  record: InboundRecord;
  identity: ChannelIdentity;
  /** Asks with the rights of that person. */
  as: RequestContext;
  thread: ChannelThread;
}
