import { IDENTITY, REVOCATIONS } from "@open-cowork/core/authority";
import { CLOCK, CONTRIBUTIONS, HOST_INFO, LIFECYCLE, LOG, type Resolved } from "@open-cowork/core/kernel";
import { EVENT_LOG, RUNTIME, SESSION_INDEX, WORKSPACE } from "@open-cowork/core/sessions";
import { ARTIFACT_STORE, EVENT_BUS, IDEMPOTENCY_ROWS, MODEL_GATEWAY } from "@open-cowork/core/transport";
import type { ChannelPorts } from "./channel-deps.js";

/** Ports of other plugins that this surface is made of. */
export const requires = {
  clock: CLOCK,
  log: LOG,
  host: HOST_INFO,
  contributions: CONTRIBUTIONS,
  lifecycle: LIFECYCLE,
  workspace: WORKSPACE,
  eventLog: EVENT_LOG,
  index: SESSION_INDEX,
  bus: EVENT_BUS,
  identity: IDENTITY,
  revocations: REVOCATIONS,
  artifacts: ARTIFACT_STORE,
  idempotency: IDEMPOTENCY_ROWS,
  runtime: RUNTIME,
  models: MODEL_GATEWAY,
} as const;

export type HttpDeps = Resolved<typeof requires> & Partial<ChannelPorts>;
