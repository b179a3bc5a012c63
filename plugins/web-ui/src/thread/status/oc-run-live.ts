import type { RunView } from "@open-cowork/shared";
import { html, LitElement } from "lit";
import { property } from "lit/decorators.js";
import { NowController } from "../../data/now-controller.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { elapsed } from "../format.js";
import type { ThreadScope } from "../thread-scope.js";
import { agentName, modelName } from "./model-name.js";
import { statusStyles } from "./status.styles.js";

/** The run that works or waits now, in one line below what it has said so far. */
export class OcRunLive extends LitElement {
  static override styles = [baseStyles, statusStyles];

  readonly #clock = new NowController(this, 1_000);

  @property({ attribute: false }) run!: RunView;
  /** Changes with each batch: the run is changed in place. */
  @property({ attribute: false }) revision = 0;
  @property({ attribute: false }) scope!: ThreadScope;

  override render() {
    const { run, scope } = this;
    const trouble = run.retry ? "trouble" : run.state === "waiting" ? "waiting" : "";
    return html`<div class="facts">
      <span class="live"><span class="pulse ${trouble}" aria-hidden="true"></span><span role="status">${this.#doing()}</span></span>
      ${[agentName(run.agent, scope.catalog), modelName(run.model, scope.catalog)].map((fact) => (fact === "" ? "" : html`<span class=${run.retry ? "extra" : ""}>${fact}</span>`))}
      <span aria-hidden="true">${elapsed(this.#clock.now - (run.startedAt ?? run.queuedAt))}</span>
    </div>`;
  }

  #doing(): string {
    const { run } = this;
    if (run.abortRequested) return t("run.stopping");
    if (run.state === "queued") return t("run.starting");
    if (run.state === "waiting") return t("run.waiting");
    if (!run.retry) return t("run.working");
    const seconds = run.retry.nextAt === undefined ? 0 : Math.ceil((run.retry.nextAt - this.#clock.now) / 1_000);
    const again = seconds > 0 ? t("run.retryingIn", { count: seconds }) : t("run.retryingNow");
    return `${run.retry.message.replace(/\.?$/, ".")} ${again}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-run-live": OcRunLive;
  }
}
