import { css } from "lit";

/** A page of its own without the frame: one narrow column in the middle of the window. */
export const centreStyles = css`
  :host {
    display: grid;
    grid-template-rows: minmax(32px, 1fr) auto minmax(32px, 1.4fr);
    block-size: 100%;
    overflow: auto;
    background: var(--oc-page);
  }
  .column {
    grid-row: 2;
    inline-size: min(420px, calc(100vw - 40px));
    margin-inline: auto;
  }
  .mark {
    display: block;
    inline-size: 36px;
    block-size: 36px;
    margin-block-end: 20px;
  }
  h1 {
    font: 400 1.875rem / 1.2 var(--oc-font-read);
    letter-spacing: -0.01em;
    text-wrap: balance;
  }
  .lead {
    margin-block: 8px 24px;
    color: var(--oc-text-2);
    text-wrap: pretty;
  }
`;
