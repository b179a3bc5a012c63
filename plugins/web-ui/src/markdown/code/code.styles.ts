import { css } from "lit";

/** The look of code wherever it stands: blocks of an answer, diffs, files, terminals. Colours are roles, so paper and ink both fit. */
export const codeStyles = css`
  .frame {
    overflow: hidden;
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-m);
    background: var(--oc-rail);
  }
  .frame > header {
    display: flex;
    align-items: center;
    gap: var(--oc-2);
    min-block-size: 34px;
    padding: 0 4px 0 12px;
    border-block-end: 1px solid var(--oc-line);
    font: 500 var(--oc-size-xs) / 1.4 var(--oc-font-ui);
    color: var(--oc-text-3);
  }
  .frame > header .name {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  pre {
    margin: 0;
    overflow-x: auto;
    overscroll-behavior-x: contain;
    padding: 10px 14px 12px;
    font: 450 0.78125rem / 1.65 var(--oc-font-mono);
    font-variant-ligatures: none;
    tab-size: 2;
    color: var(--oc-text);
    scrollbar-width: thin;
    scrollbar-color: var(--oc-line-strong) transparent;
  }
  pre:focus-visible {
    outline-offset: -2px;
    border-radius: var(--oc-r-m);
  }
  pre.wrap {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .tk-keyword {
    color: var(--oc-accent);
  }
  .tk-string,
  .tk-link {
    color: var(--oc-warn);
  }
  .tk-comment,
  .tk-punctuation {
    color: var(--oc-text-3);
  }
  .tk-comment {
    font-style: italic;
  }
  .tk-function {
    color: var(--oc-code-blue, light-dark(#2b5a86, #9dc1e6));
  }
  .tk-inserted {
    color: var(--oc-ok);
  }
  .tk-deleted {
    color: var(--oc-danger);
  }
  .tool-btn {
    display: inline-grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    border-radius: var(--oc-r-s);
    color: var(--oc-text-3);
    font-size: 15px;
  }
  .tool-btn:hover,
  .tool-btn[aria-pressed="true"] {
    background: var(--oc-hover);
    color: var(--oc-text);
  }
  @media (pointer: coarse) {
    .tool-btn {
      inline-size: 40px;
      block-size: 36px;
    }
  }
`;
