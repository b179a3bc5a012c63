import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type RunningHost, startCloud } from "@open-cowork/cloud";
import { IDENTITY_STORE } from "@open-cowork/core/authority";
import type { RequestContext } from "@open-cowork/core/kernel";
import { newId } from "@open-cowork/shared";

export interface HostOptions {
  /** The host's config file and data go here. */
  directory: string;
  /** `stub`: the runtime of this package. `opencode`: what a person gets. */
  runtime: "stub" | "opencode";
  /** An external database instead of the embedded one. */
  databaseUrl?: string;
}

/** Open Cowork Cloud in this process, as `npm start` composes it, on a free loopback port. */
export async function startHost({ directory, runtime, databaseUrl }: HostOptions): Promise<RunningHost> {
  await mkdir(directory, { recursive: true });
  const config = join(directory, "open-cowork.config.json");
  const stub = fileURLToPath(new URL("../../stub-runtime", import.meta.url));
  // Benchmarks bring a model of their own, or none.
  const plugins = [{ use: "model-demo", enabled: false }, ...(runtime === "stub" ? [{ use: stub }] : [])];
  await writeFile(config, JSON.stringify({ cloud: { plugins } }));
  const env = { ...process.env, ...(databaseUrl ? { OPEN_COWORK_CLOUD_DATABASE_URL: databaseUrl } : {}) };
  return startCloud({ config, env, flags: { host: "127.0.0.1", port: 0, dataDir: join(directory, "data") } });
}

/** A request of the host's owner. */
export async function ownerContext(host: RunningHost): Promise<RequestContext> {
  const owner = await host.port(IDENTITY_STORE).owner();
  const actor = { kind: "person", id: owner.id, name: owner.name } as const;
  return { tenant: owner.tenant, principal: { tenant: owner.tenant, actor, role: owner.role, credential: "benchmark" }, traceId: newId() };
}
