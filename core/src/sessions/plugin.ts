import { z } from "zod";
import { LEASE_STORE } from "../authority/ports.js";
import { CLOCK } from "../kernel/clock.js";
import { HOST_INFO } from "../kernel/host-info.js";
import { LOG } from "../kernel/log.js";
import { definePlugin } from "../kernel/plugin-definition.js";
import { ARTIFACT_STORE, EVENT_BUS } from "../transport/ports.js";
import { LocalWorkspace } from "./local-workspace.js";
import { CHECKPOINT_STORE, EVENT_LOG, RUNTIME, SESSION_INDEX, WORKSPACE } from "./ports.js";
import { PublishingLog } from "./publishing-log.js";
import { Tails } from "./tails.js";
import { Worker } from "./worker.js";

const config = z
  .strictObject({
    leaseTtlMs: z.number().int().min(1_000).default(15_000).describe("A worker that is silent for this long loses its sessions to others."),
    lingerMs: z.number().int().min(0).default(30_000).describe("How long an idle session stays with its worker."),
    drainMs: z.number().int().min(0).default(4_000).describe("How long running turns may go on when the host stops."),
    maxSessions: z.number().int().min(1).default(500),
  })
  .prefault({});

/** The session engine: the local workspace, and a worker where the host has that role. */
export const sessionsPlugin = definePlugin({
  name: "@open-cowork/core/sessions",
  kind: "sessions",
  api: "^1",
  config,
  requires: {
    log: EVENT_LOG,
    index: SESSION_INDEX,
    leases: LEASE_STORE,
    checkpoints: CHECKPOINT_STORE,
    bus: EVENT_BUS,
    clock: CLOCK,
    logger: LOG,
    host: HOST_INFO,
  },
  optional: { runtime: RUNTIME, artifacts: ARTIFACT_STORE },
  provides: { workspace: WORKSPACE },
  setup({ deps, config: options, onStop }) {
    const { bus, clock, host, index, leases, checkpoints, logger, runtime, artifacts } = deps;
    const log = new PublishingLog(deps.log, bus);
    const tails = new Tails({ log: deps.log, bus, clock, logger });
    const worker =
      runtime !== undefined && host.roles.includes("worker")
        ? new Worker(
            { log, index, leases, checkpoints, runtime, artifacts, tails, clock, logger, bus, lingerMs: options.lingerMs },
            { id: `${host.nodeId}.${host.bootId}`, node: host.nodeId, ...options },
          )
        : undefined;
    onStop(async () => {
      await worker?.stop(options.drainMs);
      tails.stop();
    });
    return {
      ports: { workspace: new LocalWorkspace({ log, index, bus, tails }) },
      start: async () => {
        tails.start();
        await worker?.start();
      },
    };
  },
});
