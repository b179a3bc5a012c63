import { randomUUID } from "node:crypto";
import path from "node:path";
import { demandPreflight, preflight } from "@open-cowork/core/host";
import type { HostInfo } from "@open-cowork/core/kernel";
import {
  childEnvironment,
  createLog,
  type DataDirectory,
  type HostLog,
  launchPlugins,
  openDataDirectory,
  packageVersion,
  type RunningPlugins,
} from "@open-cowork/host-kit";
import type { CloudPlan } from "./plan.js";

/** Version of this host, as in its package.json. */
export const VERSION = packageVersion(new URL("../package.json", import.meta.url));

/** A host with its plugins running and the data directory held; stopping it gives the directory back. */
export interface LaunchedHost extends RunningPlugins {
  data: DataDirectory;
  log: HostLog;
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
  const running = await launchPlugins({ plugins, log, info, signal, release: () => data.release() });
  return { ...running, data, log };
}
