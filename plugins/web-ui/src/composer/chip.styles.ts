import { css } from "lit";

/** The quiet buttons in the composer's bar: agent, model, delivery. */
export const chipStyles = css`
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-inline-size: 0;
    max-inline-size: 100%;
    min-block-size: var(--oc-target);
    padding: 4px 9px;
    border-radius: var(--oc-r-s);
    font-size: var(--oc-size-s);
    line-height: 1.4;
    color: var(--oc-text-2);
    white-space: nowrap;
  }
  .chip:hover,
  .chip[aria-expanded="true"] {
    background: var(--oc-hover);
    color: var(--oc-text);
  }
  .chip .text {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .chip oc-icon[name="chevron-down"] {
    font-size: 14px;
    color: var(--oc-text-3);
  }
`;
