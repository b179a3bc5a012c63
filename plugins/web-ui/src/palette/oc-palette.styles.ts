import { css } from "lit";

export const paletteStyles = css`
  dialog {
    inline-size: min(620px, calc(100vw - 24px));
    max-block-size: min(560px, calc(100dvh - 48px));
    margin-block: clamp(12px, 11vh, 120px) auto;
    padding: 0;
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-l);
    background: var(--oc-raised);
    color: var(--oc-text);
    box-shadow: var(--oc-shadow-high);
    overflow: hidden;
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
    animation: rise var(--oc-quick);
  }
  dialog::backdrop {
    background: var(--oc-scrim);
  }
  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 -6px;
    }
  }
  .field {
    display: flex;
    align-items: center;
    gap: 12px;
    flex: none;
    padding-inline: 18px;
    border-block-end: 1px solid var(--oc-line);
  }
  .field oc-icon {
    color: var(--oc-text-3);
  }
  input {
    flex: 1;
    min-inline-size: 0;
    block-size: 52px;
    border: 0;
    background: none;
    font-size: var(--oc-size-m);
    outline: none;
  }
  input::placeholder {
    color: var(--oc-text-3);
    opacity: 1;
  }
  .results {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    overscroll-behavior: contain;
    padding: 4px 8px 10px;
    scroll-padding-block: 34px 10px;
  }
  h2 {
    padding: 12px 10px 4px;
    font-size: 0.6875rem;
    font-weight: 550;
    color: var(--oc-text-3);
  }
  .option {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: max(36px, var(--oc-target));
    padding: 5px 10px;
    border-radius: var(--oc-r-s);
    font-size: var(--oc-size-s);
    line-height: 1.45;
    cursor: pointer;
  }
  .option[aria-selected="true"] {
    background: var(--oc-sunken);
  }
  .option oc-icon {
    color: var(--oc-text-3);
  }
  .label {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .detail {
    flex: none;
    max-inline-size: 38%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: var(--oc-size-xs);
    color: var(--oc-text-3);
  }
  .two {
    flex-wrap: wrap;
    row-gap: 0;
  }
  .two .label {
    flex-basis: calc(100% - 40px);
  }
  .two .detail {
    flex: 1;
    max-inline-size: none;
    padding-inline-start: 28px;
  }
  mark {
    background: none;
    color: inherit;
    font-weight: 650;
  }
  .note {
    padding: 8px 10px 16px;
    font-size: var(--oc-size-s);
    color: var(--oc-text-3);
  }
  @media (max-width: 720px) {
    dialog {
      margin-block-start: 10px;
      max-block-size: calc(100dvh - 20px);
    }
    input {
      font-size: 1rem;
    }
  }
`;
