import { css } from "lit";

export const railStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
    background: var(--oc-rail);
  }
  nav {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    padding: 10px 8px 8px;
    font-size: var(--oc-size-s);
    line-height: 1.45;
  }
  .top {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 36px;
    padding-inline: 8px 2px;
  }
  .mark {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    border-radius: 6px;
    background: var(--oc-accent);
    color: var(--oc-on-accent);
    font-size: 0.6875rem;
    font-weight: 650;
  }
  .name {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 550;
  }
  .mode {
    font-size: 0.6875rem;
    color: var(--oc-text-3);
  }
  .top .icon-btn {
    --oc-target: 28px;
    color: var(--oc-text-3);
  }
  .search {
    display: flex;
    align-items: center;
    gap: 9px;
    inline-size: calc(100% - 8px);
    min-block-size: 34px;
    margin: 5px 4px 7px;
    padding-inline: 10px;
    border-radius: var(--oc-r-s);
    background: var(--oc-sunken);
    color: var(--oc-text-3);
  }
  .search:hover {
    color: var(--oc-text);
  }
  .search span {
    flex: 1;
  }
  .nav {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: max(34px, var(--oc-target));
    padding-inline: 10px;
    border-radius: var(--oc-r-s);
    color: var(--oc-text-2);
    transition: background-color var(--oc-quick);
  }
  .nav:hover {
    background: var(--oc-hover);
    color: var(--oc-text);
  }
  .nav[aria-current]:not([href="/"]) {
    background: var(--oc-sunken);
    color: var(--oc-text);
    font-weight: 500;
  }
  .nav span:first-of-type {
    flex: 1;
  }
  .nav oc-kbd {
    opacity: 0;
  }
  .nav:hover oc-kbd,
  .nav:focus-visible oc-kbd {
    opacity: 1;
  }
  .n {
    padding-inline: 7px;
    border-radius: 9px;
    background: var(--oc-warn-soft);
    color: var(--oc-warn);
    font-size: 0.6875rem;
    font-weight: 600;
    line-height: 18px;
    font-variant-numeric: tabular-nums;
  }
  .space,
  oc-thread-list {
    flex: 1;
    min-block-size: 0;
  }
  .foot {
    margin: 4px -8px 0;
    padding: 6px 8px 0;
    border-block-start: 1px solid var(--oc-line);
  }
  :host([drawer]) nav {
    padding-block: calc(10px + env(safe-area-inset-top)) calc(8px + env(safe-area-inset-bottom));
    font-size: var(--oc-size-m);
  }
`;
