import { consume } from "@lit/context";
import type { CloudClient } from "@open-cowork/cloud-client";
import type { ModelProvider, ModelProviderKind, ModelTest } from "@open-cowork/shared";
import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { clientContext } from "../data/contexts.js";
import { NowController } from "../data/now-controller.js";
import { language, t } from "../i18n/t.js";
import { span } from "../i18n/time.js";
import { baseStyles } from "../styles/base.js";
import { buttonStyles } from "../styles/buttons.js";
import { formStyles } from "../styles/forms.js";
import { asAppError } from "../ui/error/describe-error.js";
import { checkFields, type FieldProblems, type ModelFields, toInput } from "./check-input.js";
import { nextStep } from "./next-step.js";
import { modelFormStyles } from "./oc-model-form.styles.js";
import { PROVIDER_KINDS, type ProviderKind } from "./provider-kinds.js";

type Outcome =
  | { state: "none" }
  | { state: "testing"; since: number; attempt: number }
  | { state: "works"; test: ModelTest }
  | { state: "failed"; error: unknown }
  | { state: "saving"; test: ModelTest }
  | { state: "unsaved"; test: ModelTest; error: unknown };

/**
 * Chooses a model provider, asks it for a real answer, and only then offers to save it.
 * @fires oc-model-saved - detail is the {@link ModelProvider}
 */
export class OcModelForm extends LitElement {
  static override styles = [baseStyles, buttonStyles, formStyles, modelFormStyles];

  readonly #clock = new NowController(this, 1_000);
  #attempt = 0;

  @consume({ context: clientContext }) private client!: CloudClient;
  /** The first provider of a workspace: saving begins the work. */
  @property({ type: Boolean }) first = false;
  @state() private fields: ModelFields = { kind: "demo", baseUrl: "", key: "", model: "" };
  @state() private problems: FieldProblems = {};
  @state() private keyShown = false;
  @state() private outcome: Outcome = { state: "none" };

  override render() {
    return html`<form novalidate autocomplete="off" @submit=${this.#submit}>
      <fieldset role="radiogroup" aria-label=${t("setup.choices")}>${PROVIDER_KINDS.map((kind) => this.#choice(kind))}</fieldset>
    </form>`;
  }

  #choice(kind: ProviderKind) {
    const chosen = this.fields.kind === kind.kind;
    return html`
      <label class="choice">
        <input type="radio" name="kind" value=${kind.kind} .checked=${live(chosen)} aria-describedby="about-${kind.kind}" @change=${() => this.#choose(kind.kind)} />
        <b>${t(kind.label)}</b>
        <span id="about-${kind.kind}">${t(kind.text)}</span>
      </label>
      ${chosen ? html`<div class="chosen form">${kind.key === "none" ? nothing : this.#fields(kind)}<div class="outcome" aria-live="polite">${this.#shown()}</div></div>` : nothing}
    `;
  }

  #fields(kind: ProviderKind) {
    return html`
      ${kind.address ? this.#text("baseUrl", t("setup.address"), t("setup.addressHint"), "http://127.0.0.1:11434/v1", "url") : nothing} ${this.#key(kind)}
      ${this.#text("model", t("setup.model"), t("setup.modelHint"), "", "text")}
    `;
  }

  #text(name: "baseUrl" | "model", label: string, hint: string, placeholder: string, type: string) {
    const problem = name === "baseUrl" ? this.problems.baseUrl : undefined;
    return html`<label class="field">
      <span class="label">${label}</span>
      <input
        class="input ${name === "baseUrl" ? "mono" : ""}"
        name=${name}
        type=${type}
        inputmode=${type}
        placeholder=${placeholder}
        spellcheck="false"
        autocapitalize="off"
        .value=${live(this.fields[name])}
        aria-invalid=${problem ? "true" : nothing}
        aria-describedby="hint-${name}"
        @input=${this.#typed}
      />
      <span id="hint-${name}" class=${problem ? "problem" : "hint"}>${problem ? t(problem) : hint}</span>
    </label>`;
  }

  #key(kind: ProviderKind) {
    const problem = this.problems.key;
    return html`<div class="field">
      <label class="label" for="key">${t(kind.key === "optional" ? "setup.keyOptional" : "setup.key")}</label>
      <span class="secret">
        <input
          id="key"
          class="input mono"
          name="key"
          type=${this.keyShown ? "text" : "password"}
          placeholder=${kind.keyExample ?? ""}
          autocomplete="off"
          spellcheck="false"
          .value=${live(this.fields.key)}
          aria-invalid=${problem ? "true" : nothing}
          aria-describedby="hint-key"
          @input=${this.#typed}
        />
        <button type="button" class="icon-btn" aria-pressed=${this.keyShown} aria-label=${t("setup.keyShow")} data-tip=${t(this.keyShown ? "setup.keyHide" : "setup.keyShow")} @click=${this.#toggleKey}>
          <oc-icon name=${this.keyShown ? "hide" : "show"}></oc-icon>
        </button>
      </span>
      <span id="hint-key" class=${problem ? "problem" : "hint"}>${problem ? t(problem) : t("setup.keyHint")}</span>
    </div>`;
  }

  #shown() {
    const { outcome } = this;
    if (outcome.state === "testing") {
      const seconds = Math.max(0, this.#clock.now - outcome.since);
      return html`<div class="actions">
        <p class="progress"><i></i>${t("setup.testing", { seconds: seconds < 1_000 ? "" : span(seconds) })}</p>
        <button type="button" class="btn ghost" @click=${this.#reset}>${t("setup.cancel")}</button>
      </div>`;
    }
    if (outcome.state === "none") return html`<div class="actions"><button type="submit" class="btn primary">${t("setup.test")}</button></div>`;
    if (outcome.state === "failed") return this.#failed(outcome.error);
    return this.#works(outcome);
  }

  #failed(cause: unknown) {
    const next = nextStep(asAppError(cause));
    return html`
      <oc-error .error=${cause} heading=${t("setup.failed")}>${next ? t(next) : nothing} ${t("setup.notSaved")}</oc-error>
      <div class="actions"><button type="submit" class="btn primary">${t("setup.testAgain")}</button></div>
    `;
  }

  #works(outcome: Extract<Outcome, { test: ModelTest }>) {
    const { test } = outcome;
    const saving = outcome.state === "saving";
    return html`
      <div class="result">
        <h2><oc-icon name="check"></oc-icon>${t("setup.works")}</h2>
        <blockquote>${test.text}</blockquote>
        <p>${t("setup.answered", { model: test.model, time: milliseconds(test.firstTokenMs) })} ${test.models.length > 0 ? t("setup.modelsFound", { count: test.models.length }) : nothing}</p>
      </div>
      ${outcome.state === "unsaved" ? html`<oc-error .error=${outcome.error} heading=${t("setup.saveFailed")}></oc-error>` : nothing}
      <div class="actions">
        <button type="button" class="btn primary" id="save" ?disabled=${saving} @click=${() => this.#save(test)}>
          ${t(saving ? "setup.saving" : this.first ? "setup.save" : "setup.saveAdd")}
        </button>
        ${saving ? nothing : html`<button type="submit" class="btn ghost">${t("setup.testAgain")}</button>`}
      </div>
    `;
  }

  #choose(kind: ModelProviderKind): void {
    this.fields = { kind, baseUrl: this.fields.baseUrl, key: "", model: "" };
    this.keyShown = false;
    this.#reset();
  }
  #typed(event: Event): void {
    const field = event.target as HTMLInputElement;
    this.fields = { ...this.fields, [field.name]: field.value };
    this.problems = { ...this.problems, [field.name]: undefined };
    if (this.outcome.state !== "none") this.#reset();
  }
  #toggleKey(): void {
    this.keyShown = !this.keyShown;
  }
  /** A running test goes on at the provider, but its answer is not waited for. */
  #reset(): void {
    this.#attempt++;
    this.problems = {};
    this.outcome = { state: "none" };
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    this.problems = checkFields(this.fields);
    const first = Object.keys(this.problems)[0];
    if (first) {
      this.renderRoot.querySelector<HTMLInputElement>(`input[name="${first}"]`)?.focus();
      return;
    }
    const attempt = ++this.#attempt;
    this.outcome = { state: "testing", since: Date.now(), attempt };
    let outcome: Outcome;
    try {
      outcome = { state: "works", test: await this.client.models.test(toInput(this.fields)) };
    } catch (error) {
      outcome = { state: "failed", error };
    }
    if (attempt !== this.#attempt) return;
    this.outcome = outcome;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("#save")?.focus({ preventScroll: true });
    this.renderRoot.querySelector(".outcome")?.scrollIntoView({ block: "nearest" });
  }

  async #save(test: ModelTest): Promise<void> {
    this.outcome = { state: "saving", test };
    try {
      const provider = await this.client.models.save(toInput(this.fields));
      this.fields = { ...this.fields, key: "" };
      this.dispatchEvent(new CustomEvent<ModelProvider>("oc-model-saved", { detail: provider }));
    } catch (error) {
      this.outcome = { state: "unsaved", test, error };
    }
  }
}

/** "240 ms", "1.4 s". */
function milliseconds(ms: number): string {
  const [value, unit, digits] = ms < 1_000 ? [ms, "millisecond", 0] : [ms / 1_000, "second", 1];
  return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits }).format(value);
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-model-form": OcModelForm;
  }
  interface HTMLElementEventMap {
    "oc-model-saved": CustomEvent<ModelProvider>;
  }
}
