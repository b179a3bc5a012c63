import { css } from "lit";

export const threadListStyles = css`
  :host {
    display: flex;
    flex-direction: column;
  }
  .scroll {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    overscroll-behavior: contain;
    margin-inline: -8px;
    padding-inline: 8px;
    scrollbar-width: thin;
    scrollbar-color: var(--oc-line-strong) transparent;
  }
  .head {
    display: flex;
    align-items: end;
    min-block-size: 34px;
    padding: 0 2px 3px 10px;
  }
  h2 {
    flex: 1;
    font-size: 0.6875rem;
    font-weight: 550;
    color: var(--oc-text-3);
  }
  .head .icon-btn {
    --oc-target: 26px;
    margin-block: -4px;
    color: var(--oc-text-3);
    opacity: 0;
    transition: opacity var(--oc-quick);
  }
  .scroll:hover .head .icon-btn,
  .head .icon-btn:focus-visible {
    opacity: 1;
  }
  .filter {
    inline-size: calc(100% - 8px);
    margin: 12px 4px 0;
    min-block-size: 30px;
    padding: 4px 9px;
    border: 1px solid var(--oc-line-strong);
    border-radius: var(--oc-r-s);
    background: var(--oc-raised);
    font-size: var(--oc-size-s);
  }
  .filter:focus-visible {
    outline-offset: -1px;
    border-color: transparent;
  }
  .filter::-webkit-search-cancel-button {
    display: none;
  }
  .filter::placeholder {
    color: var(--oc-text-3);
    opacity: 1;
  }
  li {
    position: relative;
    content-visibility: auto;
    contain-intrinsic-size: auto 33px;
  }
  .row {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: max(33px, var(--oc-target));
    padding-inline: 10px;
    border-radius: var(--oc-r-s);
    color: var(--oc-text-2);
  }
  li:hover > .row,
  li:has([aria-expanded="true"]) > .row {
    background: var(--oc-hover);
    color: var(--oc-text);
  }
  .row[aria-current] {
    background: var(--oc-sunken);
    color: var(--oc-text);
    font-weight: 500;
  }
  .row:focus-visible {
    outline-offset: -2px;
  }
  .title {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .dot {
    flex: none;
    inline-size: 7px;
    block-size: 7px;
    border-radius: 50%;
    background: var(--oc-accent);
  }
  .dot.waiting {
    background: var(--oc-warn);
  }
  .dot.failed,
  .dot.interrupted {
    background: none;
    border: 1.5px solid var(--oc-danger);
  }
  .dot.queued {
    background: none;
    border: 1.5px solid var(--oc-accent);
  }
  .dot.running {
    animation: breathe 1.8s ease-in-out infinite;
  }
  @keyframes breathe {
    50% {
      opacity: 0.35;
    }
  }
  .more {
    --oc-target: 26px;
    position: absolute;
    inset-block: 0;
    inset-inline-end: 3px;
    margin-block: auto;
    opacity: 0;
    background: color-mix(in srgb, var(--oc-text) 6%, var(--oc-rail));
  }
  li:hover .more,
  .more:focus-visible,
  .more[aria-expanded="true"] {
    opacity: 1;
  }
  li:hover .row,
  li:focus-within .row,
  li:has([aria-expanded="true"]) .row {
    padding-inline-end: 34px;
  }
  li:hover .dot,
  li:has(.more:focus-visible) .dot {
    display: none;
  }
  .rename {
    inline-size: 100%;
    min-block-size: max(33px, var(--oc-target));
    padding-inline: 9px;
    border: 1px solid var(--oc-focus);
    border-radius: var(--oc-r-s);
    background: var(--oc-page);
    color: var(--oc-text);
  }
  .rename:focus-visible {
    outline-offset: -1px;
  }
  .quiet {
    padding: 6px 10px;
    color: var(--oc-text-3);
  }
  .link {
    display: inline-block;
    padding: 8px 10px;
    color: var(--oc-text-3);
  }
  .link:hover {
    color: var(--oc-text);
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  oc-skeleton {
    padding-inline: 10px;
  }
  @media (pointer: coarse) {
    .more {
      --oc-target: 44px;
      opacity: 0.75;
      background: none;
      color: var(--oc-text-3);
    }
    .head .icon-btn {
      --oc-target: 44px;
      margin-block: -14px;
      opacity: 1;
    }
    li .row {
      padding-inline-end: 48px !important;
    }
    li:hover .dot {
      display: block;
    }
  }
`;
