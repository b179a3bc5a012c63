import { css } from "lit";

export const markdownStyles = css`
  :host {
    display: block;
    font: 400 1.0625rem / 1.62 var(--oc-font-read);
    font-variation-settings: "opsz" 14;
    letter-spacing: 0.002em;
    color: var(--oc-text);
    overflow-wrap: break-word;
  }
  :host([size="s"]) {
    font-size: var(--oc-size-m);
    line-height: 1.6;
  }
  .block + .block {
    margin-block-start: 0.75em;
  }
  .block > :first-child {
    margin-block-start: 0;
  }
  .block > :last-child {
    margin-block-end: 0;
  }
  p {
    margin-block: 0.75em;
    text-wrap: pretty;
  }
  h1,
  h2,
  h3,
  h4,
  h5,
  h6 {
    font-family: var(--oc-font-ui);
    line-height: 1.4;
    letter-spacing: 0;
    text-wrap: balance;
    margin-block: 1.2em 0.4em;
  }
  h1 {
    font: 500 1.5rem / 1.25 var(--oc-font-read);
  }
  h2 {
    font: 550 1.1875rem / 1.35 var(--oc-font-read);
  }
  h3,
  h4 {
    font-size: 0.9375rem;
    font-weight: 600;
  }
  h5,
  h6 {
    font-size: var(--oc-size-s);
    font-weight: 600;
    color: var(--oc-text-2);
  }
  .block:has(> :is(h1, h2, h3, h4, h5, h6):only-child):not(:first-child) {
    margin-block-start: 1.35em;
  }
  .block:has(> :is(h1, h2, h3, h4, h5, h6):only-child) + .block {
    margin-block-start: 0.4em;
  }
  ul,
  ol {
    list-style: revert;
    padding-inline-start: 1.5em;
    margin-block: 0.75em;
  }
  li {
    margin-block: 0.3em;
    padding-inline-start: 0.15em;
  }
  li > ul,
  li > ol {
    margin-block: 0.3em;
  }
  li::marker {
    color: var(--oc-text-3);
    font-variant-numeric: tabular-nums;
  }
  li:has(> input[type="checkbox"]:first-child),
  li:has(> p > input[type="checkbox"]:first-child) {
    list-style: none;
    margin-inline-start: -1.4em;
  }
  input[type="checkbox"] {
    appearance: none;
    position: relative;
    inline-size: 15px;
    block-size: 15px;
    margin: 0 0.55em 0 0;
    border: 1.5px solid var(--oc-faint);
    border-radius: 4px;
    vertical-align: -2px;
  }
  input[type="checkbox"]:checked {
    border-color: transparent;
    background: var(--oc-accent);
  }
  input[type="checkbox"]:checked::after {
    content: "";
    position: absolute;
    inset: 0 3.5px 3px;
    border: solid var(--oc-on-accent);
    border-width: 0 1.8px 1.8px 0;
    rotate: 42deg;
  }
  a {
    color: var(--oc-accent);
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 0.18em;
    text-decoration-color: color-mix(in srgb, currentColor 40%, transparent);
  }
  a:hover {
    text-decoration-color: currentColor;
  }
  a.image {
    display: inline-flex;
    padding: 3px 10px;
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-s);
    font: 500 var(--oc-size-s) / 1.5 var(--oc-font-ui);
    text-decoration: none;
  }
  a.image::after {
    content: "↗" / "";
    margin-inline-start: 6px;
    color: var(--oc-text-3);
  }
  strong,
  b {
    font-weight: 620;
  }
  code,
  kbd,
  samp {
    font: 500 0.82em var(--oc-font-mono);
    font-variant-ligatures: none;
    padding: 0.1em 0.36em;
    border-radius: 4px;
    background: var(--oc-sunken);
    overflow-wrap: anywhere;
  }
  kbd {
    border: 1px solid var(--oc-line-strong);
    border-block-end-width: 2px;
    background: var(--oc-raised);
  }
  pre {
    overflow-x: auto;
    margin-block: 0.75em;
  }
  blockquote {
    margin-block: 0.75em;
    padding-inline-start: 1em;
    border-inline-start: 2px solid var(--oc-line-strong);
    color: var(--oc-text-2);
  }
  hr {
    margin: 1.6em 0;
    border: 0;
    border-block-start: 1px solid var(--oc-line);
  }
  details {
    margin-block: 0.75em;
  }
  summary {
    cursor: pointer;
    font: 500 var(--oc-size-m) / 1.5 var(--oc-font-ui);
  }
  oc-code {
    margin-block: 0.9em;
  }
  .block > oc-code:only-child {
    margin-block: 0.25em;
  }
  .table {
    position: relative;
    margin-block: 0.4em;
  }
  .table .scroll {
    overflow-x: auto;
    overscroll-behavior-x: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--oc-line-strong) transparent;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font: 400 var(--oc-size-s) / 1.55 var(--oc-font-ui);
    font-variant-numeric: tabular-nums;
    letter-spacing: 0;
  }
  th,
  td {
    padding: 6px 16px 6px 0;
    border-block-end: 1px solid var(--oc-line);
    text-align: start;
    vertical-align: top;
    min-inline-size: 4em;
    overflow-wrap: normal;
  }
  th:last-child,
  td:last-child {
    padding-inline-end: 0;
  }
  th {
    font-weight: 500;
    color: var(--oc-text-3);
    white-space: nowrap;
  }
  .right {
    text-align: end;
  }
  .center {
    text-align: center;
  }
  .table oc-copy-button {
    display: flex;
    justify-content: flex-end;
    margin-block-end: -14px;
    opacity: 0;
    transition: opacity var(--oc-quick);
  }
  .table:hover oc-copy-button,
  .table:focus-within oc-copy-button {
    opacity: 1;
  }
  @media (hover: none) {
    .table oc-copy-button {
      margin-block-end: -8px;
      opacity: 1;
    }
  }
`;
