import { CLOCK, CONTRIBUTIONS, HOST_INFO, LOG, type Resolved } from "@open-cowork/core/kernel";
import { WORKSPACE } from "@open-cowork/core/sessions";
import { ARTIFACT_STORE, CHANNEL_DIRECTORY, CHANNEL_HOME, CHANNEL_THREADS, INBOUND_QUEUE, INTERACTION_BOOK, OUTBOX } from "@open-cowork/core/transport";

export const requires = {
  clock: CLOCK,
  log: LOG,
  host: HOST_INFO,
  contributions: CONTRIBUTIONS,
  workspace: WORKSPACE,
  artifacts: ARTIFACT_STORE,
  home: CHANNEL_HOME,
  directory: CHANNEL_DIRECTORY,
  threads: CHANNEL_THREADS,
  inbound: INBOUND_QUEUE,
  outbox: OUTBOX,
  interactions: INTERACTION_BOOK,
} as const;
export type ChannelDeps = Resolved<typeof requires>;
