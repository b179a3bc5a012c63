import { randomUUID } from "node:crypto";
import { demandPreflight, preflight } from "@open-cowork/core/host";
import { type HostInfo, LOG, type Log, type Token } from "@open-cowork/core/kernel";
import { HTTP_SERVER } from "@open-cowork/core/transport";
import { childEnvironment, createLog, demandFreePort, launchPlugins, packageVersion, urlOf } from "@open-cowork/host-kit";
import { AppError } from "@open-cowork/shared";
import { nodeIdOf } from "./node-id.js";
import { type GatewayOptions, type GatewayPlan, planGateway } from "./plan.js";
import { type ReloadOutcome, reloader } from "./reload.js";

/** Version of this host, as in its package.json. */
export const VERSION = packageVersion(new URL("../package.json", import.meta.url));

export interface StartOptions extends GatewayOptions {
  /** Aborting it ends a start under way, cleanly. */
  signal?: AbortSignal;
}

export interface RunningGateway {
  /** Address of the operator page. */
  url: string;
  log: Log;
  /** A port of one of its plugins, for tests and tools in the same process. */
  port<T>(token: Token<T>): T;
  /** Reads the config and its secrets again and takes over what changed. Never rejects: a config that is wrong is refused, and the old one goes on. */
  reload(): Promise<ReloadOutcome>;
  /** Drains and stops everything, each step with a deadline. Idempotent, never rejects. */
  stop(): Promise<void>;
}

/** Starts the whole host. Until every check has passed nothing is created. @throws AppError of the first thing that does not fit */
export async function startGateway(options: StartOptions = {}): Promise<RunningGateway> {
  const plan = await planGateway(options);
  const { listen, publicUrl } = plan.loaded.gateway;
  const signal = options.signal ?? new AbortController().signal;
  await demandFreePort(listen, "gateway");
  demandPreflight(await preflight(plan.plugins, signal));
  const log = createLog({ level: plan.env.OPEN_COWORK_LOG_LEVEL, to: logTarget(plan.env) });
  const { plugins, stop } = await launchPlugins({ plugins: plan.plugins, log, info: hostInfo(plan), signal });
  const url = publicUrl?.replace(/\/+$/, "") ?? urlOf(plugins.port(HTTP_SERVER).address() ?? listen);
  return { url, log: plugins.port(LOG), port: (token) => plugins.port(token), reload: reloader(options, plan, plugins), stop };
}

function hostInfo({ loaded: { branding, gateway }, env }: GatewayPlan): HostInfo {
  return {
    product: "cloud-channel-gateway",
    name: branding.name,
    version: VERSION,
    get dataDir(): string {
      throw new AppError("plugin.refused", { message: "The Cloud Channel Gateway keeps nothing on disk, so it has no data directory for plugins." });
    },
    nodeId: nodeIdOf(gateway),
    bootId: randomUUID(),
    roles: [],
    childEnvironment: childEnvironment(env),
  };
}

/** Containers and service managers collect standard error. */
function logTarget({ OPEN_COWORK_LOG: target }: GatewayPlan["env"]): { file: string } | "stderr" {
  return target === undefined || target === "" || target === "stderr" ? "stderr" : { file: target };
}
