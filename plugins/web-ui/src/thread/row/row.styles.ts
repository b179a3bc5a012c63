import { css } from "lit";

export const rowStyles = css`
  :host {
    display: block;
    contain: layout style;
    max-inline-size: var(--oc-column);
    margin-inline: auto;
    padding-block-end: 22px;
    border-radius: var(--oc-r-m);
  }
  :host([empty]) {
    display: none;
  }
  :host([joined]) {
    padding-block-end: 0;
  }
  .rail {
    padding: 1px 0 1px 14px;
    border-inline-start: 2px solid var(--oc-line);
  }
  :host([flash]) {
    animation: flash 1.8s ease-out;
  }
  @keyframes flash {
    0%,
    40% {
      background: var(--oc-accent-soft);
      box-shadow: 0 0 0 10px var(--oc-accent-soft);
    }
  }
  .thought {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-block-size: 28px;
    padding: 2px 8px 2px 0;
    border-radius: var(--oc-r-s);
    font-size: var(--oc-size-s);
    color: var(--oc-text-3);
  }
  .thought:hover {
    color: var(--oc-text);
  }
  .thought oc-icon {
    transition: rotate var(--oc-quick);
  }
  .thought[aria-expanded="true"] oc-icon {
    rotate: 90deg;
  }
  .thought.now {
    animation: breathe 1.6s ease-in-out infinite;
  }
  @keyframes breathe {
    50% {
      opacity: 0.5;
    }
  }
  .thinking {
    margin: 6px 0 4px 7px;
    padding-inline-start: 16px;
    border-inline-start: 2px solid var(--oc-line);
    font-size: var(--oc-size-s);
    line-height: 1.6;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    color: var(--oc-text-2);
  }
  .artifact {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    max-inline-size: 420px;
    min-block-size: 52px;
    padding: 8px 14px;
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-m);
    background: var(--oc-raised);
    font-size: var(--oc-size-s);
    transition: border-color var(--oc-quick);
  }
  .artifact:hover {
    border-color: var(--oc-line-strong);
  }
  .artifact oc-icon {
    font-size: 18px;
    color: var(--oc-text-3);
  }
  .artifact span {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 500;
  }
  .artifact small {
    color: var(--oc-text-3);
    font-size: var(--oc-size-xs);
  }
  .files {
    display: grid;
    gap: 2px;
    margin: 4px 0 0 24px;
    font-size: var(--oc-size-s);
  }
  .files li {
    display: flex;
    gap: 10px;
    line-height: 1.6;
  }
  .files code {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: 0.78125rem;
  }
  .plus {
    color: var(--oc-ok);
  }
  .minus {
    color: var(--oc-danger);
  }
  .counts {
    display: inline-flex;
    gap: 8px;
    font-variant-numeric: tabular-nums;
  }
  .compacted {
    display: flex;
    align-items: center;
    gap: 14px;
    font-size: var(--oc-size-xs);
    color: var(--oc-text-3);
  }
  .compacted::before,
  .compacted::after {
    content: "";
    flex: 1;
    border-block-start: 1px solid var(--oc-line);
  }
  @media (pointer: coarse) {
    .thought {
      min-block-size: 40px;
    }
  }
`;
