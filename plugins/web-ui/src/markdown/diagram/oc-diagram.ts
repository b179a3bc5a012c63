import { css, html, LitElement, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { CodeXml } from "lucide";
import { MediaController } from "../../data/media-controller.js";
import { t } from "../../i18n/t.js";
import { baseStyles } from "../../styles/base.js";
import { codeStyles } from "../code/code.styles.js";
import { type Drawing, draw } from "./draw.js";

/**
 * A mermaid diagram. It is drawn in a worker and shown as a picture: a picture runs nothing, loads nothing and cannot reach the page, whatever
 * its source says. Kinds of diagrams that the drawer does not know stay code.
 * @slot - the source as code, until there is a drawing
 */
export class OcDiagram extends LitElement {
  static override styles = [
    baseStyles,
    codeStyles,
    css`
      :host {
        display: block;
      }
      .accent {
        color: var(--oc-accent);
        background: var(--oc-page);
      }
      .picture {
        display: grid;
        overflow: auto;
        background: var(--oc-page);
      }
      .picture:focus-visible {
        outline-offset: -2px;
      }
      img {
        margin: auto;
        max-inline-size: 100%;
        block-size: auto;
      }
      [hidden] {
        display: none;
      }
    `,
  ];

  /** Another theme has other colours, and a picture cannot follow them by itself. */
  readonly #chosen = new MutationObserver(() => this.requestUpdate());
  #asked = "";

  @query(".accent") private accent!: HTMLElement;
  @state() private drawing: Drawing | undefined;
  @state() private source = false;

  @property({ attribute: false }) code = "";

  constructor() {
    super();
    // Its host is asked to draw again when the system's theme changes.
    new MediaController(this, "(prefers-color-scheme: dark)");
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#chosen.disconnect();
  }

  protected override updated(): void {
    void this.#draw();
  }

  override render() {
    return html`<span class="accent" hidden></span>${this.drawing ? this.#frame(this.drawing) : html`<slot></slot>`}`;
  }

  #frame({ url, width, height }: Drawing) {
    return html`<div class="frame">
      <header>
        <span class="name">${t("thread.diagram")}</span>
        <button
          type="button"
          class="tool-btn"
          aria-pressed=${this.source}
          aria-label=${t("thread.diagram.source")}
          data-tip=${t("thread.diagram.source")}
          @click=${() => (this.source = !this.source)}
        >
          <oc-icon .node=${CodeXml}></oc-icon>
        </button>
        <oc-copy-button small label=${t("thread.code.copy")} .text=${() => this.code}></oc-copy-button>
      </header>
      ${this.source ? html`<pre tabindex="0" role="region" aria-label=${t("thread.diagram.source")}><code>${this.code}</code></pre>` : nothing}
      <div class="picture" tabindex="0" role="region" aria-label=${t("thread.diagram")} ?hidden=${this.source}>
        <img src=${url} width=${width} height=${height} alt=${this.code} />
      </div>
    </div>`;
  }

  async #draw(): Promise<void> {
    const ink = getComputedStyle(this).color;
    const { color: accent, backgroundColor: paper } = getComputedStyle(this.accent);
    const asked = `${ink}\n${accent}\n${this.code}`;
    if (asked === this.#asked) return;
    this.#asked = asked;
    const drawing = await draw({ code: this.code, ink, accent, paper });
    if (this.#asked === asked) this.drawing = drawing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-diagram": OcDiagram;
  }
}
