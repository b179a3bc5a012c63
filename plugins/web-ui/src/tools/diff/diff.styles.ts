import { css } from "lit";

export const diffStyles = css`
  :host {
    display: block;
  }
  .scroll {
    overflow-x: auto;
    overscroll-behavior-x: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--oc-line-strong) transparent;
    font: 450 0.78125rem / 1.65 var(--oc-font-mono);
    font-variant-ligatures: none;
    tab-size: 2;
  }
  .scroll:focus-visible {
    outline-offset: -2px;
  }
  .lines {
    display: grid;
    min-inline-size: max-content;
  }
  .line {
    display: block;
    padding-inline-end: 14px;
    white-space: pre;
  }
  .line::before {
    content: attr(data-n) "\\2002" attr(data-sign) / "";
    display: inline-block;
    inline-size: 56px;
    padding-inline-end: 8px;
    text-align: end;
    color: var(--oc-faint);
  }
  .added::before {
    color: var(--oc-ok);
  }
  .removed::before {
    color: var(--oc-danger);
  }
  .added {
    background: var(--oc-ok-soft);
  }
  .removed {
    background: var(--oc-danger-soft);
  }
  .added .changed {
    background: color-mix(in srgb, var(--oc-ok) 22%, transparent);
  }
  .removed .changed {
    background: color-mix(in srgb, var(--oc-danger) 20%, transparent);
  }
  .gap {
    padding: 1px 14px 1px 56px;
    border-block: 1px solid var(--oc-line);
    color: var(--oc-text-3);
    background: var(--oc-page);
    font: 400 var(--oc-size-xs) / 1.65 var(--oc-font-ui);
  }
  .plain {
    padding: 8px 14px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;
