import { css } from "lit";

export const menuStyles = css`
  :host {
    display: inline-flex;
  }
  .item {
    display: flex;
    align-items: center;
    gap: 10px;
    inline-size: 100%;
    min-block-size: var(--oc-target);
    padding: 5px 10px;
    border-radius: var(--oc-r-s);
    color: var(--oc-text);
  }
  .item oc-icon {
    color: var(--oc-text-3);
  }
  .item:hover,
  .item:focus-visible {
    background: var(--oc-hover);
    outline: none;
  }
  .item:focus-visible {
    box-shadow: inset 0 0 0 2px var(--oc-focus);
  }
  .item.danger,
  .item.danger oc-icon {
    color: var(--oc-danger);
  }
  .item[aria-disabled="true"] {
    color: var(--oc-text-3);
    cursor: default;
  }
  .text {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .text small {
    display: block;
    font-size: var(--oc-size-xs);
    color: var(--oc-text-3);
  }
  .check {
    color: var(--oc-accent) !important;
  }
  hr {
    margin: 5px 8px;
    border: 0;
    border-block-start: 1px solid var(--oc-line);
  }
`;
