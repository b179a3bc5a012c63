import { css } from "lit";

/** Marks and small fields of the channels page. */
export const channelStyles = css`
  .dot {
    flex: none;
    inline-size: 8px;
    block-size: 8px;
    margin-inline: 4px;
    border-radius: 50%;
    background: var(--oc-faint);
  }
  .dot.good {
    background: var(--oc-ok);
  }
  .dot.wait {
    background: var(--oc-warn);
  }
  .dot.bad {
    background: var(--oc-danger);
  }
  .small-select {
    min-block-size: var(--oc-target);
    padding: 3px 8px;
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-s);
    background: var(--oc-raised);
    font-size: var(--oc-size-s);
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 20px;
    padding-block: 4px 14px;
    font-size: var(--oc-size-s);
    color: var(--oc-text-3);
  }
  .facts label {
    display: inline-flex;
    align-items: center;
    gap: 8px;
  }
`;
