import type { RunView } from "@open-cowork/shared";
import { html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { t } from "../../i18n/t.js";
import { href } from "../../router/routes.js";
import { baseStyles } from "../../styles/base.js";
import { buttonStyles } from "../../styles/buttons.js";
import { compact, cost, duration } from "../format.js";
import { request } from "../thread-events.js";
import type { ThreadScope } from "../thread-scope.js";
import { agentName, modelName } from "./model-name.js";
import { statusStyles } from "./status.styles.js";

/** What no second try mends before the models are looked at. */
const SETTINGS_HELP = new Set<string>(["model.rejected_key", "model.not_found", "model.not_configured", "model.unreachable"]);

/** Closes a run: what it took, and, where it did not end well, what happened, what is kept, and what can be done. */
export class OcRunEnd extends LitElement {
  static override styles = [baseStyles, buttonStyles, statusStyles];

  @property({ attribute: false }) run!: RunView;
  @property({ attribute: false }) revision = "";
  @property({ attribute: false }) scope!: ThreadScope;
  /** The last run of the thread: only there can one go on or try again. */
  @property({ type: Boolean }) last = false;
  /** What the answer said, to copy. */
  @property({ attribute: false }) answer: () => string = () => "";
  @property() link = "";

  override render() {
    const { run } = this;
    const tokens = run.tokens.input + run.tokens.output + run.tokens.reasoning + run.tokens.cacheRead + run.tokens.cacheWrite;
    return html`
      ${this.#outcome()}
      <div class="foot">
        <div class="facts">${[
          agentName(run.agent, this.scope.catalog),
          modelName(run.model, this.scope.catalog),
          run.durationMs === undefined ? "" : duration(run.durationMs),
          tokens > 0 ? t("run.tokens", { amount: compact(tokens) }) : "",
          run.cost > 0 ? cost(run.cost) : "",
        ].map((fact) => (fact === "" ? nothing : html`<span>${fact}</span>`))}</div>
        <span class="actions">
          ${this.answer() === "" ? nothing : html`<oc-copy-button small label=${t("thread.copyAnswer")} .text=${this.answer}></oc-copy-button>`}
          <oc-copy-button small link label=${t("thread.copyLink")} .text=${() => this.link}></oc-copy-button>
        </span>
      </div>
    `;
  }

  #outcome() {
    const { run } = this;
    if (run.state === "failed") return this.#box("failed", "alert", t("run.failed"), `${run.error?.message ?? ""} ${t("run.failedBody")}`, true);
    const resumed = run.state === "interrupted" && Object.values(this.scope.view.runs).some((other) => other.resumes === run.id);
    if (resumed) return this.#box("", "unplug", t("run.interrupted"), t("run.resumedBody"), false);
    if (run.state === "interrupted") return this.#box("", "unplug", t("run.interrupted"), run.error?.message ?? t("run.interruptedBody"), !run.resumable);
    if (run.state === "aborted") return this.#box("", "close", t("run.aborted"), t("run.abortedBody"), false);
    return nothing;
  }

  #box(kind: string, icon: "alert" | "unplug" | "close", heading: string, body: string, again: boolean) {
    const setUp = this.scope.canSetUp && SETTINGS_HELP.has(this.run.error?.code ?? "");
    const act = this.last && this.scope.canWrite && this.scope.view.active === undefined;
    return html`<div class="outcome ${kind}" role=${this.last && kind === "failed" ? "alert" : nothing}>
      <oc-icon name=${icon}></oc-icon>
      <p><b>${heading}</b> ${body}</p>
      ${
        act && (this.run.resumable || again)
          ? html`<span class="buttons">
              ${setUp ? html`<a class="btn small" href=${href({ name: "settings", section: "models" })}>${t("run.models")}</a>` : nothing}
              ${this.run.resumable ? html`<button type="button" class="btn small" @click=${() => request(this, { type: "resume", run: this.run.id })}>${t("run.resume")}</button>` : nothing}
              ${again ? html`<button type="button" class="btn small" @click=${() => request(this, { type: "again", run: this.run.id })}>${t("run.again")}</button>` : nothing}
            </span>`
          : nothing
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-run-end": OcRunEnd;
  }
}
