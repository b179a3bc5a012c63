import { type PluginHost, type Problem, problemError, problemsOf } from "@open-cowork/core/host";
import { LOG } from "@open-cowork/core/kernel";
import { type AppError, isAppError } from "@open-cowork/shared";
import { type GatewayOptions, type GatewayPlan, planGateway } from "./plan.js";

/** What became of a new config. */
export type ReloadOutcome = { applied: true; added: string[]; changed: string[]; removed: string[] } | { applied: false; error: AppError };

/** Settings that are read once, when the process starts. */
const AT_START = {
  "branding.name": ({ loaded }: GatewayPlan) => loaded.branding.name,
  "gateway.nodeId": ({ loaded }: GatewayPlan) => loaded.gateway.nodeId,
};

/**
 * Reads everything again, secret files too, and hands what changed to the plugins: other providers are exchanged, rotated secrets taken over. A config that is
 * wrong, or that needs a restart, changes nothing. Variables are those of the process and cannot change.
 */
export function reloader(options: GatewayOptions, started: GatewayPlan, plugins: PluginHost): () => Promise<ReloadOutcome> {
  const log = plugins.port(LOG);
  return async () => {
    try {
      const plan = await planGateway(options);
      refuseLate(started, plan);
      const changes = await plugins.reconfigure(plan.plugins);
      const outcome = { added: changes.added.map(({ id }) => id), changed: changes.changed.map(({ id }) => id), removed: changes.removed };
      log.info("config.reloaded", outcome);
      return { applied: true, ...outcome };
    } catch (error) {
      if (!isAppError(error)) throw error;
      log.error("config.refused", { code: error.code, message: error.message, problems: problemsOf(error) });
      return { applied: false, error };
    }
  };
}

function refuseLate(before: GatewayPlan, after: GatewayPlan): void {
  const late = Object.entries(AT_START).filter(([, read]) => read(before) !== read(after));
  const problems = late.map(([path]): Problem => ({ path, message: "is read when the host starts", hint: "Restart the host" }));
  if (problems.length) throw problemError("plugin.restart_needed", problems);
}
