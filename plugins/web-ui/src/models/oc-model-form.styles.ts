import { css } from "lit";

export const modelFormStyles = css`
  :host {
    display: block;
  }
  fieldset {
    border-block-end: 1px solid var(--oc-line);
  }
  .choice {
    display: grid;
    grid-template-columns: 18px minmax(0, 1fr);
    gap: 0 14px;
    align-items: start;
    padding: 13px 4px;
    border-block-start: 1px solid var(--oc-line);
    cursor: pointer;
  }
  .choice:hover {
    background: linear-gradient(90deg, transparent, var(--oc-hover) 8px calc(100% - 8px), transparent);
  }
  input[type="radio"] {
    appearance: none;
    grid-row: span 2;
    inline-size: 18px;
    block-size: 18px;
    margin: 2px 0 0;
    border: 1.5px solid var(--oc-faint);
    border-radius: 50%;
    background: var(--oc-raised);
    cursor: pointer;
    transition: border-width var(--oc-quick), border-color var(--oc-quick);
  }
  input[type="radio"]:checked {
    border: 5.5px solid var(--oc-accent);
  }
  .choice b {
    font-weight: 550;
    line-height: 1.45;
  }
  .choice span {
    font-size: var(--oc-size-s);
    line-height: 1.5;
    color: var(--oc-text-3);
  }
  .chosen {
    padding: 4px 4px 22px 36px;
  }
  .secret {
    position: relative;
    display: block;
  }
  .secret .input {
    padding-inline-end: 44px;
  }
  .secret .icon-btn {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 3px;
    margin-block: auto;
    color: var(--oc-text-3);
  }
  .outcome {
    display: grid;
    gap: var(--oc-4);
    scroll-margin: 24px;
  }
  .result {
    display: grid;
    gap: 8px;
    padding: 16px 18px;
    border-radius: var(--oc-r-m);
    background: var(--oc-ok-soft);
  }
  .result h2 {
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: var(--oc-size-s);
    font-weight: 600;
    color: var(--oc-ok);
  }
  .result blockquote {
    font: 400 1.0625rem / 1.55 var(--oc-font-read);
    overflow-wrap: anywhere;
    max-block-size: 9lh;
    overflow: auto;
  }
  .result p {
    font-size: var(--oc-size-xs);
    color: var(--oc-text-2);
    font-variant-numeric: tabular-nums;
  }
  .btn {
    min-block-size: max(38px, var(--oc-target));
  }
  .btn.small {
    min-block-size: 28px;
  }
  .progress {
    display: flex;
    align-items: center;
    gap: 10px;
    font-size: var(--oc-size-s);
    color: var(--oc-text-2);
    font-variant-numeric: tabular-nums;
  }
  .progress i {
    inline-size: 7px;
    block-size: 7px;
    border-radius: 50%;
    background: var(--oc-accent);
    animation: breathe 1.4s ease-in-out infinite;
  }
  @keyframes breathe {
    50% {
      opacity: 0.25;
    }
  }
  @media (max-width: 720px) {
    .chosen {
      padding-inline-start: 4px;
    }
  }
`;
