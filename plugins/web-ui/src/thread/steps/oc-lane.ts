import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { NowController } from "../../data/now-controller.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { duration, elapsed } from "../format.js";
import { request } from "../thread-events.js";
import type { ThreadScope } from "../thread-scope.js";
import { liveLine } from "./live-line.js";
import { lineStyles } from "./steps.styles.js";

/** A sub-agent at work: what it was asked, and below it what it does now. Opens its own transcript beside the thread. */
export class OcLane extends LitElement {
  static override styles = [
    baseStyles,
    lineStyles,
    css`
      .now {
        padding: 0 0 3px 31px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-size: var(--oc-size-xs);
        line-height: 1.5;
        min-block-size: 21px;
        color: var(--oc-text-3);
      }
    `,
  ];

  readonly #clock = new NowController(this, 1_000);

  @property({ attribute: false }) key = "";
  @property({ attribute: false }) revision = "";
  @property({ attribute: false }) scope!: ThreadScope;

  override render() {
    const node = this.scope.view.subagents[this.key];
    if (!node) return nothing;
    const running = node.state === "running";
    const took = running ? elapsed(this.#clock.now - node.startedAt) : duration((node.endedAt ?? node.startedAt) - node.startedAt);
    const steps = node.blocks.filter((block) => block.type === "tool").length;
    return html`
      <button type="button" class="line ${running ? "busy" : ""}" @click=${() => request(this, { type: "open-subagent", key: this.key })}>
        <oc-icon name="agent"></oc-icon>
        <span class="verb">${agentName(node.agent, this.scope)}</span>
        <span class="object">${node.title}</span>
        <span class="end">
          <span>${node.state === "failed" || node.state === "aborted" ? html`<span class="bad">${t(`lane.${node.state}`)}</span> · ` : nothing}${
            running ? "" : `${t("tool.steps", { count: steps })} · `
          }${took}</span>
          <oc-icon class="chevron" name="chevron-right"></oc-icon>
        </span>
      </button>
      ${running ? html`<div class="now">${liveLine(node.blocks) || t("lane.starting")}</div>` : nothing}
    `;
  }
}

function agentName(id: string, scope: ThreadScope): string {
  return scope.catalog?.agents.find((agent) => agent.id === id)?.name ?? (id === "" ? t("lane.agent") : id.charAt(0).toUpperCase() + id.slice(1));
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-lane": OcLane;
  }
}
