import { css } from "lit";

export const paneStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
    border-inline-start: 1px solid var(--oc-line);
    background: var(--oc-rail);
  }
  header {
    display: flex;
    flex: none;
    align-items: center;
    gap: 8px;
    min-block-size: var(--oc-bar-height);
    padding: 6px 10px 6px 16px;
    border-block-end: 1px solid var(--oc-line);
    font-size: var(--oc-size-s);
  }
  header > oc-icon {
    color: var(--oc-text-3);
  }
  h2 {
    flex: 1;
    min-inline-size: 0;
    font-size: inherit;
    font-weight: 550;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .content {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    padding: 16px;
    scrollbar-width: thin;
    scrollbar-color: var(--oc-line-strong) transparent;
  }
  oc-transcript {
    flex: 1;
    --oc-transcript-page: var(--oc-rail);
    font-size: 0.9375em;
  }
  .sheet {
    padding: 24px 26px;
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-m);
    background: var(--oc-page);
  }
  .sheet.tight {
    padding: 0;
    overflow: hidden;
  }
  img {
    display: block;
    max-inline-size: 100%;
    margin-inline: auto;
    border-radius: var(--oc-r-m);
  }
  .none {
    padding: 32px 16px;
    text-align: center;
    font-size: var(--oc-size-s);
    color: var(--oc-text-3);
  }
`;
