import { css } from "lit";

/** Parts of a settings section: a group with heading, lead and a button; lines with facts. */
export const sectionStyles = css`
  :host {
    display: grid;
    gap: var(--oc-7);
  }
  .head {
    display: flex;
    align-items: start;
    justify-content: space-between;
    gap: var(--oc-4);
    padding-block-end: 14px;
  }
  .head h2 {
    font-size: var(--oc-size-m);
    font-weight: 600;
    line-height: 1.5;
  }
  .head p {
    max-inline-size: 60ch;
    font-size: var(--oc-size-s);
    line-height: 1.55;
    color: var(--oc-text-3);
    text-wrap: balance;
  }
  .list {
    border-block-end: 1px solid var(--oc-line);
  }
  .line .text b {
    font-weight: 500;
  }
  .line .text small {
    display: block;
    line-height: 1.5;
  }
  .tag {
    padding: 0 7px;
    border-radius: 9px;
    background: var(--oc-accent-soft);
    color: var(--oc-accent);
    font-size: 0.6875rem;
    font-weight: 550;
    line-height: 18px;
    white-space: nowrap;
  }
  .quiet {
    padding: 12px 4px;
    border-block-start: 1px solid var(--oc-line);
    font-size: var(--oc-size-s);
    color: var(--oc-text-3);
  }
  oc-error {
    margin-block-start: var(--oc-3);
  }
`;
