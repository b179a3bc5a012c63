import { consume } from "@lit/context";
import { css, html, LitElement } from "lit";
import { state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { type ThemeChoice, themeContext } from "../../../data/contexts.js";
import { THEMES, type Theme } from "../../../data/theme.js";
import { t } from "../../../i18n/t.js";
import { setSingleKeys, singleKeys } from "../../../keys/single-keys.js";
import { baseStyles } from "../../../styles/base.js";
import { sectionStyles } from "../section.styles.js";

/** Light, dark, or as the device has it. */
export class OcSettingsAppearance extends LitElement {
  static override styles = [
    baseStyles,
    sectionStyles,
    css`
      fieldset {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 14px;
      }
      label {
        display: grid;
        gap: 8px;
        cursor: pointer;
        font-size: var(--oc-size-s);
      }
      label > span {
        line-height: 1.45;
      }
      b {
        display: block;
        font-weight: 500;
      }
      small {
        font-size: var(--oc-size-xs);
        color: var(--oc-text-3);
      }
      input {
        position: absolute;
        opacity: 0;
      }
      .swatch {
        display: grid;
        grid-template-columns: 28% 1fr;
        block-size: 92px;
        border: 1px solid var(--oc-line-strong);
        border-radius: var(--oc-r-m);
        overflow: hidden;
        background: var(--oc-page);
      }
      .swatch.paper {
        color-scheme: light;
      }
      .swatch.ink {
        color-scheme: dark;
      }
      .swatch.system {
        grid-template-columns: 1fr 1fr;
      }
      .half,
      .swatch {
        --s-rail: light-dark(#faf7f1, #1b1c20);
        --s-page: light-dark(#fffdf9, #16171a);
        --s-line: light-dark(#e6dfd1, #32353c);
        --s-text: light-dark(#a69d8f, #6b6962);
      }
      .half {
        display: grid;
        grid-template-columns: 28% 1fr;
      }
      .half.light {
        color-scheme: light;
      }
      .half.dark {
        color-scheme: dark;
      }
      .rail {
        background: var(--s-rail);
        border-inline-end: 1px solid var(--s-line);
      }
      .page {
        display: grid;
        align-content: center;
        gap: 7px;
        padding-inline: 14%;
        background: var(--s-page);
      }
      .page i {
        block-size: 4px;
        border-radius: 2px;
        background: var(--s-text);
        opacity: 0.55;
      }
      .page i:nth-child(2) {
        inline-size: 78%;
      }
      .page i:nth-child(3) {
        inline-size: 46%;
      }
      input:checked + .swatch {
        border-color: var(--oc-accent);
        box-shadow: 0 0 0 1px var(--oc-accent);
      }
      input:focus-visible + .swatch {
        outline: 2px solid var(--oc-focus);
        outline-offset: 3px;
      }
      .switch {
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--oc-4);
        align-items: center;
        padding: 14px 4px;
        border-block: 1px solid var(--oc-line);
      }
      .switch b {
        font-size: 0.875rem;
      }
      .switch small {
        display: block;
        max-inline-size: 60ch;
        line-height: 1.5;
      }
      .switch i {
        inline-size: 36px;
        block-size: 22px;
        padding: 3px;
        border-radius: 11px;
        background: var(--oc-text-3);
        transition: background-color var(--oc-quick);
      }
      .switch i::before {
        content: "";
        display: block;
        inline-size: 16px;
        block-size: 16px;
        border-radius: 50%;
        background: var(--oc-page);
        transition: margin-inline-start var(--oc-quick);
      }
      .switch input:checked ~ i {
        background: var(--oc-accent);
      }
      .switch input:checked ~ i::before {
        margin-inline-start: 14px;
      }
      .switch input:focus-visible ~ i {
        outline: 2px solid var(--oc-focus);
        outline-offset: 2px;
      }
      @media (max-width: 720px) {
        .swatch {
          block-size: 72px;
        }
        fieldset {
          gap: 10px;
        }
      }
    `,
  ];

  @consume({ context: themeContext, subscribe: true }) @state() private theme!: ThemeChoice;

  override render() {
    return html`
      <section aria-labelledby="heading">
      <div class="head">
        <div>
          <h2 id="heading">${t("appearance.theme")}</h2>
          <p>${t("appearance.lead")}</p>
        </div>
      </div>
      <fieldset role="radiogroup" aria-labelledby="heading">${THEMES.map((theme) => this.#choice(theme))}</fieldset>
      </section>
      <section>
        <label class="switch">
          <input type="checkbox" role="switch" .checked=${singleKeys()} @change=${(event: Event) => setSingleKeys((event.target as HTMLInputElement).checked)} />
          <span><b>${t("appearance.keys")}</b><small>${t("appearance.keysText")}</small></span>
          <i aria-hidden="true"></i>
        </label>
      </section>
    `;
  }

  #choice(theme: Theme) {
    return html`<label>
      <input type="radio" name="theme" value=${theme} .checked=${live(this.theme.chosen === theme)} @change=${() => this.theme.choose(theme)} />
      <span class="swatch ${theme}" aria-hidden="true">
        ${
          theme === "system"
            ? html`<span class="half light"><span class="rail"></span>${sheet()}</span><span class="half dark"><span class="rail"></span>${sheet()}</span>`
            : html`<span class="rail"></span>${sheet()}`
        }
      </span>
      <span><b>${t(`appearance.${theme}`)}</b><small>${t(`appearance.${theme}Text`)}</small></span>
    </label>`;
  }
}

function sheet() {
  return html`<span class="page"><i></i><i></i><i></i></span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-settings-appearance": OcSettingsAppearance;
  }
}
