import type { Clock, HealthReport, Log } from "@open-cowork/core/kernel";
import { type AppError, isAppError } from "@open-cowork/shared";
import type { CloudHome } from "./cloud-home.js";

/** Less than what a readiness check may take. */
const TIMEOUT_MS = 1_500;
/** An answer counts for this long, so that probes of many kinds ask Cloud once. */
const FRESH_MS = 2_000;

/** Whether Cloud answers, knows our token, and which version it is. */
export class CloudHealth {
  #report: HealthReport | undefined;
  #at = Number.NEGATIVE_INFINITY;
  #asking: Promise<HealthReport> | undefined;

  constructor(private readonly deps: { home: CloudHome; url: string; clock: Clock; log: Log }) {}

  check(): Promise<HealthReport> | HealthReport {
    if (this.#report && this.deps.clock.now() - this.#at < FRESH_MS) return this.#report;
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #ask(): Promise<HealthReport> {
    const before = this.#report?.state;
    const report = await this.#look();
    this.#report = report;
    this.#at = this.deps.clock.now();
    const { log, url } = this.deps;
    if (report.state === before) return report;
    if (report.state === "ok") log.info("cloud.reached", { url });
    else log.warn("cloud.away", { url, detail: report.detail });
    return report;
  }

  async #look(): Promise<HealthReport> {
    try {
      const { version } = await this.deps.home.read(TIMEOUT_MS);
      return { state: "ok", detail: `Cloud ${version} at ${this.deps.url}.` };
    } catch (error) {
      return { state: "failed", detail: isAppError(error) ? sentence(error, this.deps.url) : `Cloud at ${this.deps.url} could not be asked.` };
    }
  }
}

function sentence(error: AppError, url: string): string {
  switch (error.code) {
    case "auth.invalid":
    case "auth.required":
      return `Cloud at ${url} refuses the token of this gateway: it is wrong, has expired or was revoked. Make a token with the role gateway there, put it into the configuration, and send SIGHUP or restart.`;
    case "auth.forbidden":
      return `The token of this gateway is valid at ${url}, but its role may not serve channels. Make a token with the role gateway there, put it into the configuration, and send SIGHUP or restart.`;
    case "request.route_unknown":
      return `What answers at ${url} has no channels: it is not Open Cowork Cloud, or a version without them.`;
    case "host.unreachable":
      return `Cloud at ${url} cannot be reached. Check the address and the network; what platforms deliver meanwhile is not acknowledged and comes again.`;
    default:
      return `Cloud at ${url} answered: ${error.message}`;
  }
}
