import { css } from "lit";

export const questionCardStyles = css`
  .card {
    border-color: color-mix(in srgb, var(--oc-accent) 35%, var(--oc-line));
    background: color-mix(in srgb, var(--oc-accent-soft) 45%, var(--oc-page));
  }
  .title oc-icon {
    color: var(--oc-accent);
  }
  fieldset {
    display: grid;
    gap: 8px;
  }
  fieldset + fieldset {
    padding-block-start: 12px;
    border-block-start: 1px solid var(--oc-line);
  }
  legend {
    float: inline-start;
    inline-size: 100%;
    padding: 0;
    font-weight: 550;
    overflow-wrap: anywhere;
  }
  legend small {
    display: block;
    font-size: var(--oc-size-xs);
    font-weight: 400;
    color: var(--oc-text-3);
  }
  .options {
    display: grid;
    gap: 6px;
  }
  .option {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-items: start;
    align-content: center;
    gap: 0 10px;
    min-block-size: var(--oc-target);
    padding: 7px 12px;
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-s);
    background: var(--oc-page);
    font-size: var(--oc-size-s);
    line-height: 1.45;
    cursor: pointer;
    transition: border-color var(--oc-quick), background-color var(--oc-quick);
  }
  .option:hover {
    border-color: var(--oc-line-strong);
  }
  .option:has(input:checked) {
    border-color: var(--oc-accent);
    background: color-mix(in srgb, var(--oc-accent-soft) 50%, var(--oc-page));
  }
  .option:has(input:focus-visible) {
    outline: 2px solid var(--oc-focus);
    outline-offset: 2px;
  }
  .option input {
    inline-size: 15px;
    block-size: 15px;
    margin: 2px 0 0;
    accent-color: var(--oc-accent);
    outline: none;
  }
  .option b {
    font-weight: 500;
  }
  .option small {
    display: block;
    font-size: var(--oc-size-xs);
    color: var(--oc-text-3);
  }
  .typed {
    inline-size: 100%;
    min-block-size: 38px;
    padding: 7px 12px;
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-s);
    background: var(--oc-page);
    font-size: var(--oc-size-s);
  }
  .typed:focus-visible {
    outline-offset: -1px;
  }
  .typed::placeholder {
    color: var(--oc-text-3);
    opacity: 1;
  }
  .answers {
    display: grid;
    gap: 2px;
    padding-inline-start: 24px;
    font-size: var(--oc-size-s);
    color: var(--oc-text-2);
  }
  @media (pointer: coarse) {
    .typed {
      min-block-size: 44px;
      font-size: 1rem;
    }
  }
`;
