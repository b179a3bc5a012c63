import { css } from "lit";

/** Line numbers beside the code: drawn from an attribute, so that they are neither selected, copied, nor read aloud. */
export const fileStyles = css`
  pre.numbered {
    padding-inline: 0;
    white-space: pre;
    overflow-wrap: normal;
  }
  .line {
    display: block;
    inline-size: max-content;
    min-inline-size: 100%;
    padding-inline-end: 14px;
  }
  .line::before {
    content: attr(data-n) / "";
    display: inline-block;
    inline-size: 40px;
    margin-inline-end: 14px;
    text-align: end;
    color: var(--oc-faint);
  }
`;
