import type { Clock, Contributions, HealthReport } from "@open-cowork/core/kernel";
import type { ProviderStatus } from "@open-cowork/shared";
import type { Measured } from "./channel-metrics.js";

type Entry = NonNullable<Contributions["health"]>[number];

/** A message that waits for longer than this is a matter for an operator. */
const LATE_MS = 10 * 60_000;

/**
 * An entry for each provider, and one for messages that wait. One provider that is down is no reason to send nobody here, since requests of the others arrive here too:
 * it has failed as a component only when there is no other.
 */
export function channelHealth(providers: readonly Measured[], clock: Clock): Entry[] {
  const usable = providers.some(({ status }) => status.state !== "failed");
  return [
    ...providers.map(({ status }): Entry => ({ name: `provider ${status.kind}/${status.instance}`, check: () => reportOf(status, usable) })),
    { name: "outbox", check: () => backlogReport(providers, clock) },
  ];
}

function reportOf({ state, detail }: ProviderStatus, usable: boolean): HealthReport {
  const said = detail === undefined ? {} : { detail };
  if (state === "ready" && detail === undefined) return { state: "ok" };
  if (state === "standby" || state === "stopped") return { state: "ok", detail: detail ?? state };
  if (state === "failed" && !usable) return { state: "failed", ...said };
  return { state: "degraded", detail: detail ?? state };
}

function backlogReport(providers: readonly Measured[], clock: Clock): HealthReport {
  const waiting = providers.reduce((sum, { backlog }) => sum + backlog.waiting, 0);
  const oldest = Math.min(...providers.map(({ backlog }) => backlog.oldest ?? Number.POSITIVE_INFINITY));
  const seconds = Math.round((clock.now() - oldest) / 1_000);
  if (waiting === 0) return { state: "ok" };
  const detail = `${waiting} ${waiting === 1 ? "message waits" : "messages wait"}, the oldest for ${Math.max(0, seconds)} s.`;
  return { state: seconds * 1_000 >= LATE_MS ? "degraded" : "ok", detail };
}
