import { IDENTITY, REVOCATIONS } from "@open-cowork/core/authority";
import { CLOCK, CONTRIBUTIONS, HOST_INFO, LIFECYCLE, LOG, type Resolved } from "@open-cowork/core/kernel";
import { EVENT_LOG, RUNTIME, SESSION_INDEX, WORKSPACE } from "@open-cowork/core/sessions";
import { ARTIFACT_STORE, EVENT_BUS, IDEMPOTENCY_ROWS, MODEL_GATEWAY } from "@open-cowork/core/transport";
import { channelPorts } from "./channel-deps.js";

/** Ports of other plugins that this surface is made of in every host. */
export const requires = {
  clock: CLOCK,
  log: LOG,
  host: HOST_INFO,
  contributions: CONTRIBUTIONS,
  lifecycle: LIFECYCLE,
  identity: IDENTITY,
  revocations: REVOCATIONS,
} as const;

/** Ports that some hosts have. Routes whose ports are missing do not exist. */
export const optional = {
  workspace: WORKSPACE,
  eventLog: EVENT_LOG,
  index: SESSION_INDEX,
  bus: EVENT_BUS,
  artifacts: ARTIFACT_STORE,
  idempotency: IDEMPOTENCY_ROWS,
  runtime: RUNTIME,
  models: MODEL_GATEWAY,
  ...channelPorts,
} as const;

export type HttpDeps = Resolved<typeof requires> & Partial<Resolved<typeof optional>>;

/** A host that keeps threads. One that only speaks for such a host has a workspace and files too, but neither log nor index, and offers none of them here. */
const THREADS = ["workspace", "eventLog", "index", "bus", "artifacts", "runtime", "models"] as const;
export type ThreadDeps = HttpDeps & Required<Pick<HttpDeps, (typeof THREADS)[number]>>;

export function keepsThreads(deps: HttpDeps): deps is ThreadDeps {
  return THREADS.every((port) => deps[port] !== undefined);
}
