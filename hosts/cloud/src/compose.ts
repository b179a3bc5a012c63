import { existsSync } from "node:fs";
import { IDENTITY, IDENTITY_STORE } from "@open-cowork/core/authority";
import type { Token } from "@open-cowork/core/kernel";
import { HTTP_SERVER, MODEL_PROVIDER_ROWS } from "@open-cowork/core/transport";
import { demandFree, demandFreePort, urlOf } from "@open-cowork/host-kit";
import { AppError } from "@open-cowork/shared";
import { callRunningHost } from "./admin/client.js";
import { type HostStatus, type OperationName, type OperatorHost, runOperation } from "./admin/operations.js";
import { serveAdmin } from "./admin/server.js";
import { adminSocketPath } from "./admin/socket-path.js";
import { launch } from "./launch.js";
import { type CloudOptions, type CloudPlan, planCloud } from "./plan.js";

export interface StartOptions extends CloudOptions {
  /** Aborting it ends a start under way, cleanly. */
  signal?: AbortSignal;
}

export interface RunningHost {
  /** Where people reach it. */
  url: string;
  /** One-time address that signs the owner in. */
  loginLink: string;
  dataDir: string;
  /** A port of one of its plugins, for tests and tools in the same process. */
  port<T>(token: Token<T>): T;
  /** Drains and stops everything, each step with a deadline. Idempotent, never rejects. */
  stop(): Promise<void>;
}

/** Starts the whole host. Until every check has passed nothing is created. @throws AppError of the first thing that does not fit */
export async function startCloud(options: StartOptions = {}): Promise<RunningHost> {
  const plan = await planCloud(options);
  const { cloud, dataDir } = plan.loaded;
  demandFree(dataDir);
  await demandFreePort(cloud.listen, "cloud");
  const launched = await launch(plan, options.signal ?? new AbortController().signal);
  try {
    const url = publicAddress(plan, launched.plugins.port(HTTP_SERVER).address());
    const operator: OperatorHost = { plugins: launched.plugins, url };
    const closeAdmin = await serveAdmin(adminSocketPath(dataDir), operator, launched.log);
    launched.data.describe({ url });
    const { link } = (await runOperation("link.create", operator, {})) as { link: string };
    const stop = async () => {
      await closeAdmin();
      await launched.stop();
    };
    return { url, loginLink: link, dataDir, port: (token) => launched.plugins.port(token), stop };
  } catch (error) {
    await launched.stop();
    throw error;
  }
}

/**
 * Does one thing for the operator: through the running host when there is one, else with just the plugins it needs, started for the moment.
 * @throws AppError as the operation or the start fails
 */
export async function operate(options: CloudOptions, operation: OperationName, input: unknown): Promise<unknown> {
  const plan = await planCloud(options, [IDENTITY, IDENTITY_STORE, MODEL_PROVIDER_ROWS]);
  const answered = await ask(plan.loaded.dataDir, operation, input);
  if (answered) return answered.result;
  const launched = await launch(plan, new AbortController().signal);
  try {
    return await runOperation(operation, { plugins: launched.plugins, url: publicAddress(plan, undefined) }, input);
  } finally {
    await launched.stop();
  }
}

/** As {@link operate}, for what makes sense in a running host only. @throws AppError `host.not_running` */
export async function askRunningHost(options: CloudOptions, operation: OperationName, input: unknown): Promise<unknown> {
  const { dataDir } = (await planCloud(options)).loaded;
  const answered = await ask(dataDir, operation, input);
  if (!answered) throw new AppError("host.not_running", { message: `No Open Cowork host runs on ${dataDir}.` });
  return answered.result;
}

/** Undefined when no host runs on the data directory. */
export async function statusOfRunningHost(dataDir: string): Promise<HostStatus | undefined> {
  return (await ask(dataDir, "status", {}))?.result as HostStatus | undefined;
}

async function ask(dataDir: string, operation: OperationName, input: unknown): Promise<{ result: unknown } | undefined> {
  return existsSync(dataDir) ? callRunningHost(adminSocketPath(dataDir), operation, input) : undefined;
}

function publicAddress({ loaded: { cloud } }: CloudPlan, bound: { host: string; port: number } | undefined): string {
  return cloud.publicUrl?.replace(/\/+$/, "") ?? urlOf(bound ?? cloud.listen);
}
