import { LOG } from "../kernel/log.js";
import { definePlugin } from "../kernel/plugin-definition.js";
import { CHANNEL_THREADS } from "../transport/channels/stores.js";
import { EVENT_BUS } from "../transport/ports.js";
import { LocalChannelThreads } from "./local-channel-threads.js";
import { CHANNEL_THREAD_ROWS } from "./ports.js";

/** Threads of chat channels over the storage and the bus of this host. */
export const channelThreadsPlugin = definePlugin({
  name: "@open-cowork/core/channels",
  kind: "service",
  api: "^1",
  requires: { rows: CHANNEL_THREAD_ROWS, bus: EVENT_BUS, log: LOG },
  provides: { threads: CHANNEL_THREADS },
  setup: ({ deps }) => ({ ports: { threads: new LocalChannelThreads(deps) } }),
});
