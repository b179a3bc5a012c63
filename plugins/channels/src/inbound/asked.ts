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

/** Says something in the conversation of an event. Each part of an answer is said once, however often the event is dealt with. */
export type Reply = (asked: Pick<Asked, "record" | "thread">, text: string, part?: string) => Promise<void>;
