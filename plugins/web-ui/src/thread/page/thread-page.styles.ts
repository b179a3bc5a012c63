import { css } from "lit";

export const threadPageStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: minmax(0, 1fr);
    block-size: 100%;
    min-block-size: 0;
  }
  :host([pane]) {
    grid-template-columns: minmax(0, 1fr) minmax(320px, var(--oc-pane-width));
  }
  .main {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
  }
  oc-transcript,
  .middle {
    flex: 1;
    min-block-size: 0;
  }
  .middle {
    display: grid;
    align-content: center;
    justify-items: center;
    padding: 24px;
    overflow: auto;
  }
  .middle > * {
    inline-size: 100%;
    max-inline-size: 520px;
  }
  .loading {
    flex: 1;
    inline-size: 100%;
    max-inline-size: var(--oc-column);
    margin-inline: auto;
    padding: 28px 24px;
    animation: late 150ms steps(1) both;
  }
  @keyframes late {
    from {
      visibility: hidden;
    }
  }
  .dock {
    flex: none;
    padding: 4px 24px 20px;
  }
  .actions {
    display: flex;
    align-items: center;
    gap: 2px;
  }
  .link-state {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    padding-inline: 8px;
    font-size: var(--oc-size-xs);
    color: var(--oc-text-3);
    animation: late 900ms steps(1) both;
  }
  .link-state .dot {
    inline-size: 7px;
    block-size: 7px;
    border-radius: 50%;
    background: var(--oc-warn);
  }
  .archived {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 6px 12px;
    padding: 10px 16px;
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-l);
    max-inline-size: var(--oc-composer);
    margin-inline: auto;
    font-size: var(--oc-size-s);
    color: var(--oc-text-2);
  }
  @media (max-width: 1080px) {
    :host([pane]) {
      grid-template-columns: minmax(0, 1fr);
    }
    .pane {
      position: fixed;
      inset: 0;
      z-index: 5;
      padding-block-end: env(safe-area-inset-bottom);
    }
  }
  @media (max-width: 720px) {
    .dock {
      padding: 2px 10px 8px;
    }
    .link-state span:last-child {
      display: none;
    }
  }
`;
