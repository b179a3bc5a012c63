import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { demandPreflight, hostPort, PluginHost, preflight } from "@open-cowork/core/host";
import { CLOCK, HOST_INFO, type HostInfo, LOG } from "@open-cowork/core/kernel";
import { childEnvironment } from "./node/child-environment.js";
import { systemClock } from "./node/clock.js";
import { type DataDirectory, openDataDirectory } from "./node/data-directory.js";
import { createLog, type HostLog } from "./node/log.js";
import type { CloudPlan } from "./plan.js";

/** Version of this host, as in its package.json. */
export const VERSION: string = (JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }).version;

/** A host with its plugins running and the data directory held. */
export interface LaunchedHost {
  plugins: PluginHost;
  data: DataDirectory;
  log: HostLog;
  /** Stops the plugins, then gives the data directory back. Idempotent, never rejects. */
  stop(): Promise<void>;
}

/**
 * Checks that the plugins can start, takes the data directory and starts them.
 * @throws AppError of what failed, with everything stopped and the directory given back
 */
export async function launch({ loaded, plugins, env }: CloudPlan, signal: AbortSignal): Promise<LaunchedHost> {
  demandPreflight(await preflight(plugins, signal));
  const data = openDataDirectory(loaded.dataDir);
  const log = createLog({
    level: env.OPEN_COWORK_LOG_LEVEL,
    to: env.OPEN_COWORK_LOG === "stderr" ? "stderr" : { file: path.join(data.path, "logs", "cloud.log") },
  });
  const info: HostInfo = {
    product: "cloud",
    name: loaded.branding.name,
    version: VERSION,
    dataDir: data.path,
    nodeId: data.nodeId,
    bootId: randomUUID(),
    roles: loaded.cloud.roles,
    childEnvironment: childEnvironment(env),
  };
  const ports = [hostPort(CLOCK, systemClock), hostPort(LOG, log), hostPort(HOST_INFO, info)];
  const host = new PluginHost({ plugins, ports, clock: systemClock, log });
  const stop = once(async () => {
    log.info("host.stopping");
    await host.stop();
    log.info("host.stopped");
    log.close();
    data.release();
  });
  const interrupt = () => void stop();
  signal.addEventListener("abort", interrupt, { once: true });
  try {
    log.info("host.starting", { version: VERSION, node: process.version, plugins: plugins.map(({ id }) => id) });
    await host.start();
    log.info("host.ready");
    return { plugins: host, data, log, stop };
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
