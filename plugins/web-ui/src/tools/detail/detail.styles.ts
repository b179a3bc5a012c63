import { css } from "lit";

/** What is unfolded under a line: a quiet sheet of mono text that can be opened further. */
export const detailStyles = css`
  :host {
    display: block;
  }
  .sheet {
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-m);
    background: var(--oc-rail);
    overflow: hidden;
  }
  .part {
    position: relative;
  }
  .corner {
    position: absolute;
    inset-block-start: 6px;
    inset-inline-end: 6px;
    border-radius: var(--oc-r-s);
    background: var(--oc-rail);
    opacity: 0;
    transition: opacity var(--oc-quick);
  }
  .part:hover .corner,
  .part:focus-within .corner {
    opacity: 1;
  }
  @media (hover: none) {
    .corner {
      opacity: 1;
    }
  }
  .part + .part {
    border-block-start: 1px solid var(--oc-line);
  }
  .part > header {
    display: flex;
    align-items: center;
    min-block-size: 32px;
    padding: 0 4px 0 14px;
    font: 500 var(--oc-size-xs) / 1.4 var(--oc-font-ui);
    color: var(--oc-text-3);
  }
  .part > header span {
    flex: 1;
  }
  pre {
    margin: 0;
    padding: 10px 14px 12px;
    max-block-size: 336px;
    overflow: auto;
    overscroll-behavior: contain;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    font: 450 0.78125rem / 1.65 var(--oc-font-mono);
    font-variant-ligatures: none;
    tab-size: 2;
    color: var(--oc-text);
    scrollbar-width: thin;
    scrollbar-color: var(--oc-line-strong) transparent;
  }
  header + pre {
    padding-block-start: 2px;
  }
  pre.all {
    max-block-size: none;
  }
  pre:focus-visible {
    outline-offset: -2px;
    border-radius: var(--oc-r-m);
  }
  .error {
    color: var(--oc-danger);
  }
  .none {
    padding: 10px 14px;
    font-size: var(--oc-size-s);
    color: var(--oc-text-3);
  }
  .more {
    display: block;
    inline-size: 100%;
    min-block-size: 32px;
    padding: 6px 14px;
    border-block-start: 1px solid var(--oc-line);
    font: 500 var(--oc-size-xs) / 1.4 var(--oc-font-ui);
    color: var(--oc-text-2);
  }
  .more:hover {
    background: var(--oc-hover);
    color: var(--oc-text);
  }
  .more:focus-visible {
    outline-offset: -2px;
  }
  @media (pointer: coarse) {
    .more {
      min-block-size: 44px;
    }
  }
`;
