import type { Clock, Metric } from "@open-cowork/core/kernel";
import type { Supervisor } from "./supervisor.js";

const NAME = ["provider", "instance"];

/** What an operator graphs: events in, messages out, what waits. */
export function channelMetrics(supervisor: Supervisor, clock: Clock): Metric[] {
  const each = <T>(read: (life: Supervisor["lives"][number]) => T) =>
    supervisor.lives.map((life) => ({ labels: { provider: life.provider.kind, instance: life.provider.instance }, read: read(life) }));
  return [
    {
      name: "open_cowork_channel_inbound_total",
      help: "Events of chat platforms, by what became of them.",
      type: "counter",
      labels: [...NAME, "outcome"],
      collect: () =>
        each(({ numbers }) => numbers).flatMap(({ labels, read }) =>
          (["claimed", "known", "rejected"] as const).map((outcome) => ({ labels: { ...labels, outcome }, value: read[outcome] })),
        ),
    },
    {
      name: "open_cowork_channel_accept_seconds_sum",
      help: "Time from taking an event to its being stored, summed.",
      type: "counter",
      labels: NAME,
      collect: () => each(({ numbers }) => numbers.acceptMs / 1_000).map(({ labels, read }) => ({ labels, value: read })),
    },
    {
      name: "open_cowork_channel_accept_seconds_count",
      help: "Events that were stored.",
      type: "counter",
      labels: NAME,
      collect: () => each(({ numbers }) => numbers.accepted).map(({ labels, read }) => ({ labels, value: read })),
    },
    {
      name: "open_cowork_channel_deliveries_total",
      help: "Tries to deliver a message, by outcome.",
      type: "counter",
      labels: [...NAME, "outcome"],
      collect: () =>
        each(({ numbers }) => [...numbers.sent]).flatMap(({ labels, read }) => read.map(([outcome, value]) => ({ labels: { ...labels, outcome }, value }))),
    },
    {
      name: "open_cowork_channel_backlog",
      help: "Messages that wait to be delivered.",
      type: "gauge",
      labels: NAME,
      collect: () => each(({ service }) => service?.conversations.backlog.waiting ?? 0).map(({ labels, read }) => ({ labels, value: read })),
    },
    {
      name: "open_cowork_channel_backlog_age_seconds",
      help: "Age of the oldest message that waits.",
      type: "gauge",
      labels: NAME,
      collect: () =>
        each(({ service }) => service?.conversations.backlog.oldest).map(({ labels, read }) => ({
          labels,
          value: read === undefined ? 0 : Math.max(0, clock.now() - read) / 1_000,
        })),
    },
    {
      name: "open_cowork_channel_provider_up",
      help: "1 while the provider is connected.",
      type: "gauge",
      labels: NAME,
      collect: () => each(({ status }) => status.state === "ready").map(({ labels, read }) => ({ labels, value: read ? 1 : 0 })),
    },
  ];
}
