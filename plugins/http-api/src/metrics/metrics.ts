import type { Metric } from "@open-cowork/core/kernel";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** From a quick answer on loopback to a model test. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Measures of this surface, in a registry of their own. Durations are histograms, so that percentiles and alerts on them mean something. */
export class Metrics {
  readonly registry = new Registry();
  readonly httpDuration = new Histogram({
    name: "open_cowork_http_request_duration_seconds",
    help: "Time to answer a request; streams count until they are open.",
    labelNames: ["method", "route", "status"],
    buckets: SECONDS,
    registers: [this.registry],
  });
  readonly commandDuration = new Histogram({
    name: "open_cowork_command_accept_duration_seconds",
    help: "Time until a command is committed.",
    labelNames: ["kind"],
    buckets: SECONDS,
    registers: [this.registry],
  });
  readonly sseConnections = new Gauge({ name: "open_cowork_sse_connections", help: "Open event streams.", registers: [this.registry] });
  readonly sseEvents = new Counter({ name: "open_cowork_sse_events_delivered_total", help: "Session events written to readers.", registers: [this.registry] });
  readonly sseDropped = new Counter({ name: "open_cowork_sse_readers_dropped_total", help: "Readers cut off for being too slow.", registers: [this.registry] });
  readonly loginFailures = new Counter({ name: "open_cowork_login_failures_total", help: "Sign-in links that were refused.", registers: [this.registry] });

  /** Numbers of other plugins, read when somebody asks. */
  add(metrics: readonly Metric[]): void {
    for (const { name, help, type, labels, collect } of metrics) {
      const common = { name, help, labelNames: [...labels], registers: [this.registry] };
      if (type === "gauge") {
        const gauge: Gauge = new Gauge({ ...common, collect: () => fill(gauge, collect(), (each) => gauge.set(each.labels, each.value)) });
      } else {
        const counter: Counter = new Counter({ ...common, collect: () => fill(counter, collect(), (each) => counter.inc(each.labels, each.value)) });
      }
    }
  }

  /** Process measures (memory, event loop, garbage collection) cost a timer and an observer, so they begin with the server. */
  start(): void {
    collectDefaultMetrics({ register: this.registry });
  }
}

/** What is gone is not shown with its last value. */
function fill(metric: { reset(): void }, now: ReturnType<Metric["collect"]>, set: (each: ReturnType<Metric["collect"]>[number]) => void): void {
  metric.reset();
  for (const each of now) set(each);
}
