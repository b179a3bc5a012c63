import { css } from "lit";

export const stepsStyles = css`
  :host {
    display: block;
  }
  .steps {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    padding-inline-start: 7px;
    border-inline-start: 2px solid var(--oc-line);
  }
  .earlier {
    display: flex;
    align-items: center;
    gap: 8px;
    justify-self: start;
    min-block-size: var(--oc-target);
    padding: 2px 8px;
    border-radius: var(--oc-r-s);
    font-size: var(--oc-size-s);
    color: var(--oc-text-3);
  }
  .earlier:hover {
    color: var(--oc-text);
  }
  .earlier oc-icon {
    font-size: 15px;
    transition: rotate var(--oc-quick);
  }
  .earlier[aria-expanded="true"] oc-icon {
    rotate: 90deg;
  }
`;

/** One line: icon, verb, object, and at its end what came of it. */
export const lineStyles = css`
  :host {
    display: block;
    font-size: var(--oc-size-s);
  }
  .line {
    position: relative;
    display: flex;
    align-items: center;
    gap: 9px;
    inline-size: 100%;
    min-block-size: 27px;
    padding: 2px 0 2px 7px;
    border-radius: var(--oc-r-s);
    line-height: 1.5;
    color: var(--oc-text-2);
  }
  @media (hover: hover) {
    button.line:hover {
      background: var(--oc-hover);
    }
  }
  button.line:focus-visible {
    outline-offset: -2px;
  }
  .line > oc-icon:first-child {
    font-size: 15px;
    color: var(--oc-text-3);
  }
  .verb {
    flex: none;
  }
  .object {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--oc-text);
  }
  code.object {
    font: 450 0.78125rem / 1.5 var(--oc-font-mono);
    font-variant-ligatures: none;
  }
  .end {
    flex: none;
    display: flex;
    align-items: center;
    gap: 6px;
    margin-inline-start: auto;
    padding-inline-start: 12px;
    color: var(--oc-text-3);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .end .chevron {
    position: absolute;
    inset-inline-end: -18px;
    font-size: 14px;
    color: var(--oc-faint);
    opacity: 0;
    transition: rotate var(--oc-quick), opacity var(--oc-quick);
  }
  button.line:hover .chevron,
  button.line:focus-visible .chevron,
  button.line[aria-expanded="true"] .chevron {
    opacity: 1;
  }
  button.line[aria-expanded="true"] .chevron {
    rotate: 90deg;
  }
  .bad {
    color: var(--oc-danger);
  }
  .detail {
    padding: 4px 0 10px 31px;
  }
  .busy > oc-icon:first-child {
    animation: breathe 1.6s ease-in-out infinite;
  }
  @keyframes breathe {
    50% {
      opacity: 0.35;
    }
  }
  @media (pointer: coarse) {
    button.line {
      min-block-size: 40px;
    }
    .end .chevron {
      position: static;
      opacity: 1;
    }
  }
  @media (max-width: 720px) {
    .detail {
      padding-inline-start: 7px;
    }
  }
`;
