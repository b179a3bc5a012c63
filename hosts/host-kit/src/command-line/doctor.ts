import { formatProblem, problemsOf } from "@open-cowork/core/host";
import type { PreflightCheck } from "@open-cowork/core/kernel";
import { isAppError } from "@open-cowork/shared";
import { demandFreePort, type ListenAddress } from "../node/listen-address.js";

export type DoctorCheck = Omit<PreflightCheck, "code">;

const NODE_MAJOR = 24;

export function nodeVersion(): DoctorCheck {
  const ok = Number(process.versions.node.split(".")[0]) >= NODE_MAJOR;
  return { name: "Node", ok, detail: process.version, fix: ok ? undefined : `Use Node ${NODE_MAJOR} or newer; npm start brings its own` };
}

/** @param variable The one that chooses another port. */
export async function portCheck(listen: ListenAddress, section: string, variable: string): Promise<DoctorCheck> {
  const name = "Port";
  const outcome = await attempt(name, () => demandFreePort(listen, section));
  return "failed" in outcome
    ? { ...outcome.failed, fix: `Choose another with --port or ${variable}` }
    : { name, ok: true, detail: `${listen.host}:${listen.port} is free` };
}

/** The value of a step, or a check that says why there is none. */
export async function attempt<T>(name: string, step: () => Promise<T>): Promise<{ value: T } | { failed: DoctorCheck }> {
  try {
    return { value: await step() };
  } catch (error) {
    return { failed: { name, ok: false, detail: error instanceof Error ? error.message : String(error) } };
  }
}

/** Every problem of a config as a check. Throws what is no problem of a config. */
export function configProblems(error: unknown): DoctorCheck[] {
  if (!isAppError(error)) throw error;
  const problems = problemsOf(error);
  if (problems.length === 0) return [{ name: "Configuration", ok: false, detail: error.message }];
  return problems.map((problem) => ({ name: "Configuration", ok: false, detail: formatProblem({ ...problem, hint: undefined }), fix: problem.hint }));
}

/** As `doctor` prints them. */
export function printChecks(checks: readonly DoctorCheck[]): string {
  return checks.map(({ name, ok, detail, fix }) => `${ok ? "ok  " : "FAIL"}  ${name}: ${detail}${!ok && fix ? `\n      ${fix}` : ""}`).join("\n");
}
