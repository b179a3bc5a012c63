import type { SessionView } from "@open-cowork/shared";
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { language, t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { compact, cost, percent } from "../format.js";

/** How full the model's context is, with what the thread has used and cost on press. */
export class OcUsage extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: inline-flex;
      }
      .meter {
        display: inline-flex;
        align-items: center;
        gap: 11px;
        min-block-size: var(--oc-target);
        padding: 4px 8px;
        border-radius: var(--oc-r-s);
        font-size: var(--oc-size-s);
        color: var(--oc-text-3);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .meter:hover,
      .meter[aria-expanded="true"] {
        background: var(--oc-hover);
        color: var(--oc-text);
      }
      progress {
        inline-size: 64px;
        block-size: 3px;
        border: 0;
        border-radius: 2px;
        overflow: hidden;
        appearance: none;
        background: var(--oc-line);
      }
      progress::-webkit-progress-bar {
        background: var(--oc-line);
      }
      progress::-webkit-progress-value {
        background: var(--oc-text-3);
      }
      progress::-moz-progress-bar {
        background: var(--oc-text-3);
      }
      .full progress::-webkit-progress-value {
        background: var(--oc-warn);
      }
      .full progress::-moz-progress-bar {
        background: var(--oc-warn);
      }
      dl {
        display: grid;
        grid-template-columns: auto auto;
        gap: 5px 28px;
        min-inline-size: 210px;
        padding: 8px 10px;
        font-size: var(--oc-size-s);
      }
      dt {
        color: var(--oc-text-3);
      }
      dd {
        text-align: end;
        font-variant-numeric: tabular-nums;
      }
      @media (max-width: 720px) {
        .words {
          display: none;
        }
        progress {
          inline-size: 36px;
        }
      }
    `,
  ];

  @property({ attribute: false }) view!: SessionView;
  @property({ attribute: false }) version = 0;
  #drawn = "";

  /** The numbers change once a step, the view with every word. */
  protected override shouldUpdate(): boolean {
    const { context, tokens, cost } = this.view;
    const shown = JSON.stringify([context, tokens, cost, language()]);
    if (shown === this.#drawn) return false;
    this.#drawn = shown;
    return true;
  }

  override render() {
    const { context, tokens } = this.view;
    if (!context && tokens.input + tokens.output === 0) return nothing;
    const part = context?.limit ? Math.min(1, context.used / context.limit) : undefined;
    const words =
      part === undefined ? t("run.tokens", { amount: compact(context?.used ?? tokens.input + tokens.output) }) : t("usage.context", { percent: percent(part) });
    return html`<oc-popover placement="bottom-end" label=${t("usage.title")}>
      <button slot="trigger" type="button" class="meter ${part !== undefined && part > 0.8 ? "full" : ""}" aria-label=${words}>
        <span class="words">${words}</span>${part === undefined ? nothing : html`<progress max="1" .value=${part} aria-hidden="true"></progress>`}
      </button>
      <dl>
        ${context ? this.#line(t("usage.inContext"), context.limit ? `${compact(context.used)} / ${compact(context.limit)}` : compact(context.used)) : nothing}
        ${this.#line(t("usage.input"), compact(tokens.input))} ${this.#line(t("usage.output"), compact(tokens.output))}
        ${tokens.reasoning > 0 ? this.#line(t("usage.reasoning"), compact(tokens.reasoning)) : nothing}
        ${tokens.cacheRead > 0 ? this.#line(t("usage.cached"), compact(tokens.cacheRead)) : nothing}
        ${this.#line(t("usage.cost"), cost(this.view.cost))}
      </dl>
    </oc-popover>`;
  }

  #line(label: string, value: string) {
    return html`<dt>${label}</dt><dd>${value}</dd>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-usage": OcUsage;
  }
}
