import { css } from "lit";

export const approvalCardStyles = css`
  .command {
    max-block-size: 240px;
    margin: 0;
    padding: 8px 12px;
    overflow: auto;
    overscroll-behavior: contain;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-s);
    background: var(--oc-page);
    font: 450 0.78125rem / 1.6 var(--oc-font-mono);
    font-variant-ligatures: none;
    tab-size: 2;
  }
  .diff {
    max-block-size: 360px;
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-s);
    background: var(--oc-page);
  }
  .path {
    font-size: 0.78125rem;
    overflow-wrap: anywhere;
  }
  .rules {
    display: grid;
    gap: 4px;
  }
  .rules code {
    justify-self: start;
    padding: 2px 8px;
    border-radius: 5px;
    background: var(--oc-page);
    border: 1px solid var(--oc-line);
    font-size: 0.78125rem;
    overflow-wrap: anywhere;
  }
  .step {
    display: grid;
    gap: 10px;
    padding-block-start: 10px;
    border-block-start: 1px solid color-mix(in srgb, var(--oc-warn) 20%, var(--oc-line));
  }
`;
