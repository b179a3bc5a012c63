import { css } from "lit";

/**
 * Native buttons and links with the look of the product: `class="btn"` with `primary`, `ghost`, `danger` or `small`, and `class="icon-btn"`
 * for a lone icon (give it an aria-label and `data-tip`). Native, so that forms, focus, labels and popovers work as the platform made them.
 * One `primary` a screen.
 */
export const buttonStyles = css`
  .btn,
  .icon-btn {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-block-size: var(--oc-target);
    border-radius: var(--oc-r-s);
    font-size: var(--oc-size-s);
    font-weight: 500;
    line-height: 1.3;
    white-space: nowrap;
    user-select: none;
    transition: background-color var(--oc-quick), border-color var(--oc-quick), color var(--oc-quick);
  }
  .btn {
    padding: 5px 13px;
    border: 1px solid var(--oc-line-strong);
    background: var(--oc-raised);
    color: var(--oc-text);
  }
  .btn:hover:not(:disabled) {
    background: color-mix(in srgb, var(--oc-text) 4%, var(--oc-raised));
  }
  .btn:active {
    background: color-mix(in srgb, var(--oc-text) 8%, var(--oc-raised));
  }
  .btn.primary {
    background: var(--oc-accent);
    border-color: transparent;
    color: var(--oc-on-accent);
  }
  .btn.primary:hover:not(:disabled) {
    background: var(--oc-accent-strong);
  }
  .btn.ghost {
    background: transparent;
    border-color: transparent;
    color: var(--oc-text-2);
  }
  .btn.ghost:hover:not(:disabled) {
    background: var(--oc-hover);
    color: var(--oc-text);
  }
  .btn.danger {
    color: var(--oc-danger);
  }
  .btn.danger.primary {
    background: var(--oc-danger);
    color: var(--oc-on-danger);
  }
  .btn.danger.primary:hover:not(:disabled) {
    background: color-mix(in srgb, var(--oc-text) 14%, var(--oc-danger));
  }
  .btn.small {
    min-block-size: 28px;
    padding: 3px 10px;
  }
  .btn:disabled:is(:disabled, .primary),
  .btn[aria-disabled="true"] {
    background: var(--oc-sunken);
    border-color: transparent;
    color: var(--oc-text-3);
  }
  .btn kbd {
    font: 500 0.6875rem var(--oc-font-ui);
    opacity: 0.7;
    margin-inline-start: 2px;
  }
  .icon-btn {
    inline-size: var(--oc-target);
    color: var(--oc-text-2);
  }
  .icon-btn:hover,
  .icon-btn[aria-expanded="true"] {
    background: var(--oc-hover);
    color: var(--oc-text);
  }
  .icon-btn:active {
    background: var(--oc-pressed);
  }
  @media (pointer: coarse) {
    .btn.small {
      min-block-size: 40px;
    }
  }
`;
