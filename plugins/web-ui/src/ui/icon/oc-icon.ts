import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { type IconName, type IconNode, iconOf } from "./icons.js";

const SVG = "http://www.w3.org/2000/svg";
const drawn = new WeakMap<IconNode, SVGSVGElement>();

/**
 * One line icon in the colour of the text around it, 16 px unless `font-size` on the host says otherwise (its box is 1em).
 * Decorative by default; with `label` it is an image with that name.
 */
export class OcIcon extends LitElement {
  static override styles = css`
    :host {
      display: inline-flex;
      flex: none;
      inline-size: 1em;
      block-size: 1em;
      font-size: 16px;
    }
    svg {
      inline-size: 100%;
      block-size: 100%;
      fill: none;
      stroke: currentColor;
      stroke-width: 1.6;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `;

  @property() name?: IconName;
  /** An icon that is not in the shared set. */
  @property({ attribute: false }) node?: IconNode;
  @property() label?: string;

  override render() {
    const node = this.node ?? (this.name ? iconOf(this.name) : undefined);
    if (!node) return nothing;
    const svg = draw(node);
    if (this.label) {
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", this.label);
    } else svg.setAttribute("aria-hidden", "true");
    return html`${svg}`;
  }
}

function draw(node: IconNode): SVGSVGElement {
  let svg = drawn.get(node);
  if (!svg) {
    svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    for (const [tag, attributes] of node) {
      const child = document.createElementNS(SVG, tag);
      for (const [name, value] of Object.entries(attributes)) if (value !== undefined) child.setAttribute(name, String(value));
      svg.append(child);
    }
    drawn.set(node, svg);
  }
  return svg.cloneNode(true) as SVGSVGElement;
}

declare global {
  interface HTMLElementTagNameMap {
    "oc-icon": OcIcon;
  }
}
