import type { HealthReport } from "@open-cowork/core/kernel";
import { isAppError } from "@open-cowork/shared";
import type { HttpDeps } from "../deps.js";

/** A check that takes longer says by that alone that something is wrong. */
const CHECK_TIMEOUT_MS = 2_000;

export interface Readiness {
  /** The host is ready and no component has failed; a degraded one does not take the host out of service. */
  ready: boolean;
  state: "starting" | "ready" | "stopping" | "failed";
  components: ({ name: string } & HealthReport)[];
}

export async function readiness(deps: Pick<HttpDeps, "lifecycle" | "contributions" | "clock">): Promise<Readiness> {
  const state = deps.lifecycle.state();
  const components = await Promise.all(deps.contributions.all("health").map(async ({ name, check }) => ({ name, ...(await checked(check, deps.clock)) })));
  return { ready: state === "ready" && components.every((component) => component.state !== "failed"), state, components };
}

async function checked(check: () => Promise<HealthReport> | HealthReport, clock: HttpDeps["clock"]): Promise<HealthReport> {
  const done = new AbortController();
  const late = clock.sleep(CHECK_TIMEOUT_MS, done.signal).then(
    (): HealthReport => ({ state: "failed", detail: "The check did not answer in time." }),
    (): HealthReport => ({ state: "ok" }),
  );
  try {
    return await Promise.race([Promise.resolve(check()), late]);
  } catch (error) {
    return { state: "failed", detail: isAppError(error) ? error.message : "The check failed." };
  } finally {
    done.abort();
  }
}
