import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { attempt, configProblems, type DoctorCheck, nodeVersion, portCheck } from "@open-cowork/host-kit";
import type { ModelProvider } from "@open-cowork/shared";
import { operate, statusOfRunningHost } from "./compose.js";
import { checkPlugins, type Inspection, inspectCloud } from "./inspect.js";
import type { CloudOptions } from "./plan.js";

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
  } else checks.push(await portCheck(plan.loaded.cloud.listen, "cloud", "OPEN_COWORK_CLOUD_PORT"));
  checks.push(await models(options, running.value !== undefined || existsSync(path.join(dataDir, "node-id"))));
  return checks;
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

/** Starts the database for a moment when no host runs, which proves that too. */
async function models(options: CloudOptions, initialised: boolean): Promise<DoctorCheck> {
  const name = "Model provider";
  if (!initialised) return { name, ok: true, detail: "none yet; you choose one after the first sign-in" };
  const outcome = await attempt(name, () => operate(options, "models.list", {}) as Promise<ModelProvider[]>);
  if ("failed" in outcome) return outcome.failed;
  const names = outcome.value.map((provider) => provider.name);
  return { name, ok: true, detail: names.length ? names.join(", ") : "none yet; sign in and choose one at /setup" };
}
