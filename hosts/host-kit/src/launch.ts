import { hostPort, PluginHost, type PreparedPlugin } from "@open-cowork/core/host";
import { CLOCK, HOST_INFO, type HostInfo, LOG } from "@open-cowork/core/kernel";
import { systemClock } from "./node/clock.js";
import type { HostLog } from "./node/log.js";

export interface LaunchOptions {
  /** In dependency order, looked at by their preflight. */
  plugins: readonly PreparedPlugin[];
  log: HostLog;
  info: HostInfo;
  /** Aborting it ends a start under way, cleanly. */
  signal: AbortSignal;
  /** Gives back what was taken for the host; called once, last of all. */
  release?(): void;
}

/** Plugins that run, with what ends them. */
export interface RunningPlugins {
  plugins: PluginHost;
  /** Stops the plugins, closes the log, releases the rest. Idempotent, never rejects. */
  stop(): Promise<void>;
}

/** Starts the plugins of a host. @throws AppError of what failed, with everything stopped and released */
export async function launchPlugins({ plugins, log, info, signal, release }: LaunchOptions): Promise<RunningPlugins> {
  const ports = [hostPort(CLOCK, systemClock), hostPort(LOG, log), hostPort(HOST_INFO, info)];
  const host = new PluginHost({ plugins, ports, clock: systemClock, log });
  const stop = once(async () => {
    log.info("host.stopping");
    await host.stop();
    log.info("host.stopped");
    log.close();
    release?.();
  });
  const interrupt = () => void stop();
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    log.info("host.starting", { version: info.version, node: process.version, plugins: plugins.map(({ id }) => id) });
    await host.start();
    log.info("host.ready");
    return { plugins: host, stop };
  } catch (error) {
    log.error("host.failed", { error });
    await stop();
    throw error;
  } finally {
    signal.removeEventListener("abort", interrupt);
  }
}

function once(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= action());
}
