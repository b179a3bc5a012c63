import { css } from "lit";

/** A card that waits for a person, of approvals and questions alike. */
export const cardStyles = css`
  :host {
    display: block;
  }
  .card {
    display: grid;
    gap: 10px;
    padding: 14px 16px;
    border: 1px solid color-mix(in srgb, var(--oc-warn) 35%, var(--oc-line));
    border-radius: var(--oc-r-m);
    background: color-mix(in srgb, var(--oc-warn-soft) 55%, var(--oc-page));
    font-size: 0.875rem;
    line-height: 1.5;
  }
  .card:focus-visible {
    outline-offset: 2px;
  }
  .title {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: baseline;
    gap: 2px 9px;
  }
  .title h2 {
    min-inline-size: 0;
    font-size: inherit;
    font-weight: 550;
    overflow-wrap: anywhere;
  }
  .title oc-icon {
    align-self: start;
    margin-block-start: 2px;
    color: var(--oc-warn);
  }
  .badge {
    display: inline-block;
    padding: 1px 7px;
    border-radius: 5px;
    background: var(--oc-danger-soft);
    font-size: 0.6875rem;
    font-weight: 600;
    line-height: 1.6;
    color: var(--oc-danger);
  }
  .wait {
    font-size: var(--oc-size-xs);
    color: var(--oc-text-3);
    font-variant-numeric: tabular-nums;
  }
  .quiet {
    font-size: var(--oc-size-s);
    color: var(--oc-text-2);
    overflow-wrap: anywhere;
  }
  .where {
    color: inherit;
    text-decoration: underline;
    text-underline-offset: 3px;
    text-decoration-color: var(--oc-line-strong);
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .problem {
    font-size: var(--oc-size-s);
    color: var(--oc-danger);
  }
  .over {
    display: flex;
    align-items: center;
    gap: 9px;
    min-inline-size: 0;
    font-size: var(--oc-size-s);
    line-height: 1.5;
    color: var(--oc-text-3);
  }
  .over:focus-visible {
    outline: none;
  }
  .over oc-icon {
    font-size: 15px;
  }
  .over .what {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--oc-text-2);
  }
  .over .who {
    flex: none;
  }
  .over.yes oc-icon {
    color: var(--oc-ok);
  }
  .over.no oc-icon {
    color: var(--oc-danger);
  }
  .note {
    padding-inline-start: 24px;
    font-size: var(--oc-size-s);
    color: var(--oc-text-2);
  }
  textarea {
    inline-size: 100%;
    min-block-size: 64px;
    padding: 8px 12px;
    border: 1px solid var(--oc-line-strong);
    border-radius: var(--oc-r-s);
    background: var(--oc-page);
    font-size: var(--oc-size-s);
    line-height: 1.5;
    resize: vertical;
  }
  textarea::placeholder {
    color: var(--oc-text-3);
    opacity: 1;
  }
  textarea:focus-visible {
    outline-offset: -1px;
  }
  @media (pointer: coarse) {
    textarea {
      font-size: 1rem;
    }
    .buttons kbd {
      display: none;
    }
  }
  @media (max-width: 720px) {
    .card {
      padding: 14px;
    }
    .buttons .btn {
      flex: 1 1 40%;
    }
    .wait {
      grid-column: 2;
    }
  }
`;
