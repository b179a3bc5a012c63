import { css } from "lit";

/** The 16 colours of a terminal as the roles that paper and ink can both show. */
export const terminalStyles = css`
  .command {
    padding-inline-end: 44px;
  }
  .prompt {
    color: var(--oc-text-3);
    user-select: none;
  }
  .bold {
    font-weight: 700;
  }
  .dim,
  .fg-0,
  .fg-7 {
    color: var(--oc-text-3);
  }
  .italic {
    font-style: italic;
  }
  .underline {
    text-decoration: underline;
  }
  .fg-1 {
    color: var(--oc-danger);
  }
  .fg-2 {
    color: var(--oc-ok);
  }
  .fg-3 {
    color: var(--oc-warn);
  }
  .fg-4 {
    color: var(--oc-code-blue, light-dark(#2b5a86, #9dc1e6));
  }
  .fg-5 {
    color: var(--oc-code-violet, light-dark(#7a3e6e, #d3a4cc));
  }
  .fg-6 {
    color: var(--oc-accent);
  }
`;
