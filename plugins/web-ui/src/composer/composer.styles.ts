import { css } from "lit";

export const composerStyles = css`
  :host {
    display: block;
    inline-size: 100%;
    max-inline-size: var(--oc-composer);
    margin-inline: auto;
  }
  .box {
    position: relative;
    padding: 11px 12px 9px;
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-l);
    background: var(--oc-raised);
    box-shadow: var(--oc-shadow);
    transition: border-color var(--oc-quick);
  }
  .box:has(textarea:focus) {
    border-color: var(--oc-line-strong);
  }
  .box:has(textarea:focus-visible) {
    border-color: color-mix(in srgb, var(--oc-focus) 75%, var(--oc-line));
  }
  .box.over {
    border-color: var(--oc-accent);
    background: color-mix(in srgb, var(--oc-accent-soft) 50%, var(--oc-raised));
  }
  textarea {
    display: block;
    inline-size: 100%;
    min-block-size: 32px;
    max-block-size: 40dvh;
    padding: 2px 6px 4px;
    border: 0;
    background: none;
    outline: none;
    resize: none;
    field-sizing: content;
    line-height: 1.6;
    outline: none;
    overflow-y: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--oc-line-strong) transparent;
  }
  textarea:focus-visible {
    /* The box around it shows the focus. */
    outline: none;
  }
  textarea::placeholder {
    color: var(--oc-text-3);
    opacity: 1;
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 2px;
    margin-block-start: 6px;
  }
  .bar oc-menu {
    min-inline-size: 0;
  }
  /* Where both do not fit, the model's name gives way: its beginning says enough. */
  .bar > oc-menu {
    flex: none;
    max-inline-size: 45%;
  }
  .bar oc-model-picker {
    min-inline-size: 0;
  }
  .space {
    flex: 1;
  }
  .round {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 34px;
    block-size: 34px;
    border-radius: 10px;
    font-size: 18px;
    background: var(--oc-accent);
    color: var(--oc-on-accent);
    transition: background-color var(--oc-quick);
  }
  .round oc-icon {
    font-size: 17px;
  }
  .round:hover {
    background: var(--oc-accent-strong);
  }
  .round[aria-disabled="true"] {
    background: var(--oc-sunken);
    color: var(--oc-text-3);
    cursor: default;
  }
  .round.stop {
    background: var(--oc-sunken);
    color: var(--oc-text);
  }
  .round.stop:hover {
    background: var(--oc-line);
  }
  .square {
    inline-size: 11px;
    block-size: 11px;
    border-radius: 3px;
    background: currentColor;
  }
  .round + .round {
    margin-inline-start: 6px;
  }
  .reason {
    padding: 6px 6px 0;
    font-size: var(--oc-size-xs);
    line-height: 1.5;
    color: var(--oc-text-3);
  }
  .reason.bad {
    color: var(--oc-danger);
  }
  .files {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding: 2px 4px 10px;
  }
  .file {
    position: relative;
    display: flex;
    align-items: center;
    gap: 9px;
    max-inline-size: 250px;
    min-block-size: 44px;
    padding: 5px 4px 5px 11px;
    overflow: hidden;
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-m);
    background: var(--oc-page);
    font-size: var(--oc-size-s);
    line-height: 1.35;
  }
  .file img {
    inline-size: 34px;
    block-size: 34px;
    margin-inline-start: -5px;
    object-fit: cover;
    border-radius: 5px;
    background: var(--oc-sunken);
  }
  .file > oc-icon {
    color: var(--oc-text-3);
  }
  .file .what {
    flex: 1;
    min-inline-size: 0;
  }
  .file b {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 500;
  }
  .file small {
    display: block;
    font-size: var(--oc-size-xs);
    color: var(--oc-text-3);
  }
  .file.failed {
    border-color: color-mix(in srgb, var(--oc-danger) 40%, var(--oc-line));
  }
  .file.failed small {
    color: var(--oc-danger);
  }
  .file .icon-btn {
    inline-size: 28px;
    min-block-size: 28px;
  }
  .file .icon-btn oc-icon {
    font-size: 14px;
  }
  .file progress {
    position: absolute;
    inset-inline: 0;
    inset-block-end: 0;
    inline-size: 100%;
    block-size: 2px;
    border: 0;
    appearance: none;
    background: transparent;
    accent-color: var(--oc-accent);
  }
  progress::-webkit-progress-bar {
    background: transparent;
  }
  progress::-webkit-progress-value {
    background: var(--oc-accent);
  }
  progress::-moz-progress-bar {
    background: var(--oc-accent);
  }
  .suggestions {
    position: absolute;
    inset-inline: 0;
    inset-block-end: calc(100% + 6px);
    z-index: 2;
    max-block-size: 280px;
    overflow: auto;
    padding: 5px;
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-m);
    background: var(--oc-raised);
    box-shadow: var(--oc-shadow-high);
    font-size: var(--oc-size-s);
  }
  .suggestion {
    display: flex;
    align-items: baseline;
    gap: 12px;
    min-block-size: var(--oc-target);
    padding: 6px 10px;
    border-radius: var(--oc-r-s);
    cursor: pointer;
  }
  .suggestion.active {
    background: var(--oc-hover);
  }
  .suggestion b {
    font-weight: 500;
    white-space: nowrap;
  }
  .suggestion span {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--oc-text-3);
  }
  .drop {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    border-radius: inherit;
    font-size: var(--oc-size-s);
    font-weight: 500;
    color: var(--oc-accent);
    background: inherit;
    pointer-events: none;
  }
  @media (pointer: coarse) {
    .round {
      inline-size: 44px;
      block-size: 44px;
    }
    textarea {
      /* Below 16 px a phone zooms into the field. */
      font-size: 1rem;
    }
    .file .icon-btn {
      inline-size: 40px;
      min-block-size: 40px;
    }
  }
`;
