import { css } from "lit";

export const dialogStyles = css`
  :host {
    display: contents;
  }
  dialog {
    inline-size: min(480px, calc(100vw - 32px));
    max-block-size: min(680px, calc(100dvh - 32px));
    padding: 0;
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-l);
    background: var(--oc-raised);
    color: var(--oc-text);
    box-shadow: var(--oc-shadow-high);
    overflow: hidden;
  }
  :host([size="s"]) dialog {
    inline-size: min(400px, calc(100vw - 32px));
  }
  :host([size="l"]) dialog {
    inline-size: min(680px, calc(100vw - 32px));
  }
  dialog[open] {
    animation: rise var(--oc-quick);
  }
  dialog::backdrop {
    background: var(--oc-scrim);
    animation: dim var(--oc-quick);
  }
  .sheet {
    outline: none;
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
    max-block-size: inherit;
  }
  header {
    display: flex;
    align-items: start;
    gap: var(--oc-3);
    padding: 18px 14px 0 24px;
  }
  h2 {
    flex: 1;
    padding-block: 3px;
    font-size: var(--oc-size-l);
    font-weight: 600;
    line-height: 1.4;
    letter-spacing: -0.01em;
  }
  .body {
    padding: 8px 24px 20px;
    overflow: auto;
    overscroll-behavior: contain;
    font-size: var(--oc-size-m);
    color: var(--oc-text-2);
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: var(--oc-2);
    padding: 0 24px 20px;
  }
  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 6px;
    }
  }
  @keyframes dim {
    from {
      opacity: 0;
    }
  }
  @media (max-width: 720px) {
    dialog {
      inline-size: 100vw;
      max-inline-size: none;
      margin-block-end: 0;
      border-radius: var(--oc-r-l) var(--oc-r-l) 0 0;
      border-width: 1px 0 0;
    }
    :host dialog,
    :host([size="s"]) dialog,
    :host([size="l"]) dialog {
      inline-size: 100vw;
    }
    footer {
      padding-block-end: calc(20px + env(safe-area-inset-bottom));
    }
    footer ::slotted(*) {
      flex: 1;
    }
  }
`;
