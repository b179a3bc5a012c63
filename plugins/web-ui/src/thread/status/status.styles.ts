import { css } from "lit";

export const statusStyles = css`
  :host {
    display: block;
    font-size: var(--oc-size-xs);
    line-height: 1.5;
    color: var(--oc-text-3);
    font-variant-numeric: tabular-nums;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 14px;
    min-block-size: 28px;
  }
  .foot {
    display: flex;
    align-items: flex-start;
    gap: 14px;
  }
  .foot .facts {
    flex: 1;
  }
  .actions {
    display: flex;
    gap: 2px;
    opacity: 0;
    transition: opacity var(--oc-quick);
  }
  :host(:hover) .actions,
  .actions:focus-within {
    opacity: 1;
  }
  .live {
    display: inline-flex;
    align-items: center;
    gap: 9px;
    color: var(--oc-text-2);
  }
  .pulse {
    inline-size: 7px;
    block-size: 7px;
    border-radius: 50%;
    background: var(--oc-accent);
    animation: breathe 1.6s ease-in-out infinite;
  }
  .pulse.waiting {
    background: var(--oc-warn);
    animation: none;
  }
  .pulse.trouble {
    background: var(--oc-danger);
  }
  @keyframes breathe {
    50% {
      opacity: 0.25;
    }
  }
  .outcome {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 2px 10px;
    margin-block-end: 8px;
    padding: 10px 12px 10px 14px;
    border-radius: var(--oc-r-m);
    background: var(--oc-sunken);
    font-size: var(--oc-size-s);
    line-height: 1.5;
    color: var(--oc-text-2);
  }
  .outcome.failed {
    background: var(--oc-danger-soft);
  }
  .outcome oc-icon {
    color: var(--oc-text-3);
  }
  .outcome.failed oc-icon {
    color: var(--oc-danger);
  }
  .outcome b {
    font-weight: 600;
    color: var(--oc-text);
  }
  .outcome p {
    overflow-wrap: anywhere;
  }
  .outcome .buttons {
    display: flex;
    gap: 6px;
  }
  @media (max-width: 720px) {
    .outcome {
      grid-template-columns: auto minmax(0, 1fr);
    }
    .outcome .buttons {
      grid-column: 2;
      margin-block-start: 6px;
    }
  }
  @media (hover: none) {
    .actions {
      opacity: 1;
    }
  }
  @media (max-width: 720px) {
    .extra {
      display: none;
    }
  }
`;
