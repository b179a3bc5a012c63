import { css } from "lit";

export const modelPickerStyles = css`
  :host {
    display: inline-flex;
    min-inline-size: 0;
  }
  oc-popover {
    min-inline-size: 0;
  }
  .panel {
    inline-size: min(320px, calc(100vw - 40px));
  }
  .filter:not(.sr) {
    inline-size: 100%;
    min-block-size: var(--oc-target);
    margin-block-end: 4px;
    padding: 5px 10px;
    border: 0;
    border-block-end: 1px solid var(--oc-line);
    background: none;
    outline: none;
    font-size: var(--oc-size-s);
  }
  .group {
    padding: 8px 10px 3px;
    font-size: 0.6875rem;
    font-weight: 550;
    color: var(--oc-text-3);
  }
  .option {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: var(--oc-target);
    padding: 3px 4px 3px 10px;
    border-radius: var(--oc-r-s);
    cursor: pointer;
  }
  .option.active {
    background: var(--oc-hover);
  }
  .option > oc-icon {
    font-size: 15px;
    color: var(--oc-accent);
  }
  .name {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .name small {
    margin-inline-start: 8px;
    font-size: var(--oc-size-xs);
    color: var(--oc-text-3);
    white-space: nowrap;
  }
  .star {
    display: grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    border-radius: var(--oc-r-s);
    color: var(--oc-faint);
    opacity: 0;
  }
  .star oc-icon {
    font-size: 14px;
  }
  .option.active .star,
  .star.on {
    opacity: 1;
  }
  .star:hover {
    background: var(--oc-hover);
    color: var(--oc-text);
  }
  .star.on {
    color: var(--oc-warn);
  }
  .none {
    padding: 12px 10px;
    color: var(--oc-text-3);
  }
  @media (max-width: 720px) {
    .panel {
      inline-size: 100%;
    }
    .star {
      opacity: 1;
    }
  }
`;
