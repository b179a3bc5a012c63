import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { formatProblem, problemsOf } from "@open-cowork/core/host";
import type { PreflightCheck } from "@open-cowork/core/kernel";
import type { ModelProvider } from "@open-cowork/shared";
import { isAppError } from "@open-cowork/shared";
import { operate, statusOfRunningHost } from "./compose.js";
import { checkPlugins, type Inspection, inspectCloud } from "./inspect.js";
import { demandFreePort } from "./node/listen-address.js";
import type { CloudOptions } from "./plan.js";

export type DoctorCheck = Omit<PreflightCheck, "code">;

const NODE_MAJOR = 24;

/** Looks at everything a host needs, whether one runs or not. Changes nothing. Never throws for what it finds. */
export async function examine(options: CloudOptions): Promise<DoctorCheck[]> {
  const checks = [nodeVersion()];
  let inspection: Inspection;
  try {
    inspection = await inspectCloud(options);
  } catch (error) {
    return [...checks, ...configProblems(error)];
  }
  const { file, dataDir, plan } = inspection;
  const running = await attempt("Running host", () => statusOfRunningHost(dataDir));
  checks.push({ name: "Configuration", ok: true, detail: `${file ?? "built-in defaults"}, ${inspection.plugins.length} plugins` }, dataDirectory(dataDir));
  if ("failed" in running) return [...checks, running.failed];
  for (const { name, ok, detail, fix } of await checkPlugins(inspection)) checks.push({ name, ok, detail, fix: ok ? undefined : fix });
  if (running.value) {
    checks.push({
      name: "Host",
      ok: running.value.state === "ready",
      detail: `process ${running.value.pid} at ${running.value.url} is ${running.value.state}`,
    });
    for (const { name, state, detail } of running.value.health) checks.push({ name, ok: state !== "failed", detail: detail ?? state });
  } else checks.push(await port(plan.loaded.cloud.listen));
  checks.push(await models(options, running.value !== undefined || existsSync(path.join(dataDir, "node-id"))));
  return checks;
}

function nodeVersion(): DoctorCheck {
  const ok = Number(process.versions.node.split(".")[0]) >= NODE_MAJOR;
  return { name: "Node", ok, detail: process.version, fix: ok ? undefined : `Use Node ${NODE_MAJOR} or newer; npm start brings its own` };
}

function dataDirectory(directory: string): DoctorCheck {
  const name = "Data directory";
  let nearest = directory;
  while (!existsSync(nearest)) nearest = path.dirname(nearest);
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
    return { name, ok: true, detail: nearest === directory ? directory : `${directory} (made at the first start)` };
  } catch {
    return { name, ok: false, detail: `${nearest} cannot be written`, fix: "Choose another with --data-dir or OPEN_COWORK_DATA_DIR" };
  }
}

async function port(listen: { host: string; port: number }): Promise<DoctorCheck> {
  const name = "Port";
  const outcome = await attempt(name, () => demandFreePort(listen));
  return "failed" in outcome
    ? { ...outcome.failed, fix: "Choose another with --port or OPEN_COWORK_CLOUD_PORT" }
    : { name, ok: true, detail: `${listen.host}:${listen.port} is free` };
}

/** Starts the database for a moment when no host runs, which proves that too. */
async function models(options: CloudOptions, initialised: boolean): Promise<DoctorCheck> {
  const name = "Model provider";
  if (!initialised) return { name, ok: true, detail: "none yet; you choose one after the first sign-in" };
  const outcome = await attempt(name, () => operate(options, "models.list", {}) as Promise<ModelProvider[]>);
  if ("failed" in outcome) return outcome.failed;
  const names = outcome.value.map((provider) => provider.name);
  return { name, ok: true, detail: names.length ? names.join(", ") : "none yet; sign in and choose one at /setup" };
}

async function attempt<T>(name: string, step: () => Promise<T>): Promise<{ value: T } | { failed: DoctorCheck }> {
  try {
    return { value: await step() };
  } catch (error) {
    return { failed: { name, ok: false, detail: error instanceof Error ? error.message : String(error) } };
  }
}

function configProblems(error: unknown): DoctorCheck[] {
  if (!isAppError(error)) throw error;
  const problems = problemsOf(error);
  if (problems.length === 0) return [{ name: "Configuration", ok: false, detail: error.message }];
  return problems.map((problem) => ({ name: "Configuration", ok: false, detail: formatProblem({ ...problem, hint: undefined }), fix: problem.hint }));
}
