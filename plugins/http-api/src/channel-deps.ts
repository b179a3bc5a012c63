import type { Resolved } from "@open-cowork/core/kernel";
import { CHANNEL_ACCESS, CHANNEL_ADMIN, CHANNEL_DIRECTORY, CHANNEL_THREADS, INBOUND_QUEUE, INTERACTION_BOOK, OUTBOX } from "@open-cowork/core/transport";

/** Ports of hosts that carry chat channels; what a host lacks, its surface has no routes for. */
export const channelPorts = {
  channelAccess: CHANNEL_ACCESS,
  channelAdmin: CHANNEL_ADMIN,
  directory: CHANNEL_DIRECTORY,
  threads: CHANNEL_THREADS,
  inbound: INBOUND_QUEUE,
  outbox: OUTBOX,
  interactions: INTERACTION_BOOK,
} as const;

export type ChannelPorts = Resolved<typeof channelPorts>;
