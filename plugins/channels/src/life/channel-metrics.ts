import type { Clock, Metric } from "@open-cowork/core/kernel";
import type { ProviderStatus } from "@open-cowork/shared";
import { ACCEPT_SECONDS, type ProviderNumbers } from "./metrics.js";

/** What is measured of one provider. */
export interface Measured {
  readonly status: ProviderStatus;
  readonly numbers: ProviderNumbers;
  readonly backlog: { waiting: number; oldest: number | undefined };
}
type Sample = ReturnType<Metric["collect"]>[number];

const STATES: readonly ProviderStatus["state"][] = ["starting", "ready", "standby", "failed", "stopped"];
const NAME = ["provider", "instance"];
const ACCEPT = "open_cowork_channel_accept_duration_seconds";

/** What an operator graphs: events in, messages out, what waits, and how each provider is. The acceptance series are those of a Prometheus histogram. */
export function channelMetrics(providers: () => readonly Measured[], clock: Clock): Metric[] {
  const metric = (name: string, help: string, type: Metric["type"], labels: readonly string[], read: (of: Measured) => Sample[]): Metric => ({
    ...{ name, help, type, labels: [...NAME, ...labels] },
    collect: () =>
      providers().flatMap((of) =>
        read(of).map(({ labels: own, value }) => ({ labels: { provider: of.status.kind, instance: of.status.instance, ...own }, value })),
      ),
  });
  const one = (value: number): Sample[] => [{ labels: {}, value }];
  const each = (counts: Iterable<[string, number]>, label: string): Sample[] => [...counts].map(([name, value]) => ({ labels: { [label]: name }, value }));
  return [
    metric("open_cowork_channel_inbound_total", "Events of chat platforms: stored, known already, or not stored.", "counter", ["outcome"], ({ numbers }) =>
      each(Object.entries(numbers.inbound), "outcome"),
    ),
    metric(`${ACCEPT}_bucket`, "Time until an event is stored, which is when its platform is told.", "counter", ["le"], ({ numbers: { accepted } }) => [
      ...each(
        accepted.buckets.map((value, i): [string, number] => [String(ACCEPT_SECONDS[i]), value]),
        "le",
      ),
      { labels: { le: "+Inf" }, value: accepted.count },
    ]),
    metric(`${ACCEPT}_sum`, "Time until events were stored, summed.", "counter", [], ({ numbers }) => one(numbers.accepted.seconds)),
    metric(`${ACCEPT}_count`, "Events that were stored or known.", "counter", [], ({ numbers }) => one(numbers.accepted.count)),
    metric("open_cowork_channel_dealt_total", "Events that were dealt with, by how.", "counter", ["outcome"], ({ numbers }) => each(numbers.dealt, "outcome")),
    metric("open_cowork_channel_refused_total", "Requests of platforms that were not genuine.", "counter", [], ({ numbers }) => one(numbers.refused)),
    metric("open_cowork_channel_deliveries_total", "Tries to deliver or change a message, by outcome.", "counter", ["outcome"], ({ numbers }) =>
      each(numbers.tries, "outcome"),
    ),
    metric("open_cowork_channel_backlog", "Messages that wait to be delivered.", "gauge", [], ({ backlog }) => one(backlog.waiting)),
    metric("open_cowork_channel_oldest_pending_seconds", "Age of the oldest message that waits; 0 for none.", "gauge", [], ({ backlog: { oldest } }) =>
      one(oldest === undefined ? 0 : Math.max(0, clock.now() - oldest) / 1_000),
    ),
    metric("open_cowork_channel_provider_state", "1 for the state that the provider is in.", "gauge", ["state"], ({ status }) =>
      each(
        STATES.map((state): [string, number] => [state, status.state === state ? 1 : 0]),
        "state",
      ),
    ),
  ];
}
