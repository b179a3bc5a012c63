import { css } from "lit";

/**
 * What every element of the interface starts from: box sizing, form controls that inherit, one focus ring, and code without ligatures
 * (the `font` shorthand resets them, so say `font-variant-ligatures: none` again after using it).
 */
export const baseStyles = css`
  :host {
    box-sizing: border-box;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure,
  fieldset,
  blockquote {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  button {
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
    text-align: inherit;
  }
  button:disabled {
    cursor: default;
  }
  a {
    color: inherit;
    text-decoration: none;
  }
  code,
  pre,
  samp,
  .mono {
    font-family: var(--oc-font-mono);
    font-variant-ligatures: none;
  }
  :where(:focus) {
    outline: none;
  }
  /* Without weight, so that a field inside a frame of its own can leave the ring to the frame. */
  :where(:focus-visible) {
    outline: 2px solid var(--oc-focus);
    outline-offset: 2px;
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 0.01ms !important;
      animation-iteration-count: 1 !important;
      transition-duration: 0.01ms !important;
    }
  }
`;
