import { html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import type { StepBlock } from "../rows/row-builder.js";
import { shownSteps } from "../rows/shown-steps.js";
import { type ThreadScope, toggle } from "../thread-scope.js";
import { stepsStyles } from "./steps.styles.js";

/** A longer group shows its end; the rest is one press away. */
const SHOWN = 6;

/** Consecutive steps of the agent, one line each. */
export class OcSteps extends LitElement {
  static override styles = [baseStyles, stepsStyles];

  @property({ attribute: false }) steps: readonly StepBlock[] = [];
  /** Changes when a step has changed. */
  @property({ attribute: false }) revision = "";
  @property({ attribute: false }) scope!: ThreadScope;

  override render() {
    const id = `steps-${this.steps[0]?.id}`;
    const steps = shownSteps(this.steps);
    const all = this.scope.unfolded.has(id) || steps.length <= SHOWN + 1;
    const hidden = all ? 0 : steps.length - SHOWN;
    return html`<div class="steps">
      ${
        steps.length > SHOWN + 1
          ? html`<button type="button" class="earlier" aria-expanded=${all} @click=${() => this.#toggle(id)}>
            <oc-icon name="chevron-right"></oc-icon>${all ? t("steps.fewer") : t("steps.earlier", { count: hidden })}
          </button>`
          : nothing
      }
      ${repeat(
        all ? steps : steps.slice(hidden),
        (step) => step.id,
        (step) => this.#step(step),
      )}
    </div>`;
  }

  #step(step: StepBlock) {
    if (step.type === "tool") return html`<oc-step .call=${step} .revision=${step.rev} .scope=${this.scope}></oc-step>`;
    return html`<oc-lane .key=${step.key} .revision=${this.revision} .scope=${this.scope}></oc-lane>`;
  }

  #toggle(id: string): void {
    toggle(this.scope.unfolded, id);
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-steps": OcSteps;
  }
}
