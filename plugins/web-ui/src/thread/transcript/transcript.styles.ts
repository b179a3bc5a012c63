import { css } from "lit";

export const transcriptStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  .scroll {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overflow-x: hidden;
    overflow-anchor: none;
    overscroll-behavior: contain;
    /* The gutter of the scrollbar counts as part of the margin, so that text stands in line with the composer. */
    padding: 12px calc(24px - var(--gutter, 0px)) 8px;
    scrollbar-gutter: stable both-edges;
    scrollbar-width: thin;
    scrollbar-color: var(--oc-line-strong) transparent;
  }
  /* Text fades out where the reader could go on. */
  :host::before,
  :host::after {
    content: "";
    position: absolute;
    z-index: 1;
    inset-inline: 0;
    block-size: 12px;
    pointer-events: none;
    background: linear-gradient(var(--oc-transcript-page, var(--oc-page)), transparent);
  }
  :host::before {
    inset-block-start: 0;
  }
  :host::after {
    inset-block-end: 0;
    rotate: 180deg;
  }
  .scroll:focus-visible {
    outline-offset: -2px;
  }
  .tail {
    display: grid;
    gap: 18px;
    max-inline-size: var(--oc-column);
    margin-inline: auto;
    padding-block-end: 14px;
  }
  .tail:empty {
    padding: 0;
  }
  .link {
    min-block-size: 28px;
    padding: 0 4px;
    border-radius: 4px;
    font-size: var(--oc-size-xs);
    font-weight: 500;
    color: var(--oc-text-2);
    text-decoration: underline;
    text-underline-offset: 3px;
    text-decoration-color: var(--oc-line-strong);
  }
  .link:hover {
    color: var(--oc-text);
    text-decoration-color: currentColor;
  }
  .jump {
    position: absolute;
    z-index: 2;
    inset-block-end: 10px;
    inset-inline: 0;
    display: flex;
    justify-content: center;
    pointer-events: none;
  }
  .jump button {
    pointer-events: auto;
    display: inline-flex;
    align-items: center;
    gap: 7px;
    min-block-size: var(--oc-target);
    padding: 5px 14px 5px 11px;
    border: 1px solid var(--oc-line);
    border-radius: 999px;
    background: var(--oc-raised);
    box-shadow: var(--oc-shadow);
    font-size: var(--oc-size-s);
    font-weight: 500;
    color: var(--oc-text-2);
    animation: rise var(--oc-quick);
  }
  .jump button:hover {
    color: var(--oc-text);
    border-color: var(--oc-line-strong);
  }
  .jump oc-icon {
    font-size: 15px;
  }
  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 6px;
    }
  }
  @media (max-width: 720px) {
    .scroll {
      padding-inline: calc(16px - var(--gutter, 0px));
    }
  }
  @media (pointer: coarse) {
    .link {
      min-block-size: 40px;
    }
  }
`;
