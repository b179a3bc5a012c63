import { css } from "lit";

/** Lists of lines between hairlines: icon, text with a quieter part, a time or buttons at the end. */
export const listStyles = css`
  .list-head {
    display: flex;
    align-items: baseline;
    gap: 8px;
    padding: 0 4px 8px;
    font-size: var(--oc-size-xs);
    font-weight: 550;
    color: var(--oc-text-3);
  }
  .list-head h2 {
    flex: 1;
    font: inherit;
  }
  .list-head a:hover {
    color: var(--oc-text);
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 45px;
    padding: 8px 4px;
    border-block-start: 1px solid var(--oc-line);
    font-size: 0.875rem;
    line-height: 1.5;
    transition: background-color var(--oc-quick);
  }
  button.line {
    inline-size: 100%;
    text-align: start;
  }
  a.line:hover,
  button.line:hover,
  .line.active {
    background: linear-gradient(90deg, transparent, var(--oc-hover) 8px calc(100% - 8px), transparent);
  }
  .line > oc-icon {
    color: var(--oc-text-2);
  }
  .line .text {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .line small {
    font-size: var(--oc-size-xs);
    color: var(--oc-text-3);
  }
  .line .when {
    flex: none;
    font-size: var(--oc-size-xs);
    color: var(--oc-text-3);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  @media (max-width: 720px) {
    .line {
      min-block-size: 52px;
    }
    .line .text small.below {
      display: block;
    }
    .line .text small.below .sep {
      display: none;
    }
  }
`;
