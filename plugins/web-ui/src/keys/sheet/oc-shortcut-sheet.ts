import { css, html, LitElement } from "lit";
import { state } from "lit/decorators.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { SHORTCUTS, type Shortcut } from "../shortcuts.js";

const GROUPS = ["general", "thread", "composer"] as const;

/**
 * The list of all shortcuts.
 * @fires oc-closed
 */
export class OcShortcutSheet extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .groups {
        columns: 2;
        column-gap: 40px;
      }
      section {
        break-inside: avoid;
        margin-block-end: 20px;
      }
      section:last-child {
        margin-block-end: 0;
      }
      h3 {
        padding-block-end: 6px;
        font-size: var(--oc-size-xs);
        font-weight: 550;
        color: var(--oc-text-3);
      }
      dl > div {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 16px;
        min-block-size: 34px;
        border-block-start: 1px solid var(--oc-line);
        font-size: var(--oc-size-s);
      }
      dd {
        display: flex;
        gap: 10px;
      }
      @media (max-width: 720px) {
        .groups {
          columns: 1;
        }
      }
    `,
  ];

  @state() private open = false;

  protected override firstUpdated(): void {
    this.open = true;
  }

  override render() {
    return html`<oc-dialog size="l" heading=${t("shortcuts.title")} .open=${this.open} @oc-dialog-closed=${this.#closed}>
      <div class="groups">
        ${GROUPS.map(
          (group) => html`<section>
            <h3>${t(`shortcuts.${group}`)}</h3>
            <dl>${SHORTCUTS.filter((shortcut) => shortcut.group === group).map(line)}</dl>
          </section>`,
        )}
      </div>
    </oc-dialog>`;
  }

  #closed(): void {
    this.open = false;
    this.dispatchEvent(new CustomEvent("oc-closed"));
  }
}

function line(shortcut: Shortcut) {
  return html`<div>
    <dt>${t(shortcut.label)}</dt>
    <dd>${shortcut.keys.map((keys) => html`<oc-kbd boxed keys=${keys}></oc-kbd>`)}</dd>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-shortcut-sheet": OcShortcutSheet;
  }
}
