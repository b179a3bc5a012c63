import { css } from "lit";

/** A page inside the frame: header, then a scrolling column with a serif title. */
export const pageStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  .scroll {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    overscroll-behavior: contain;
    padding: 8px 24px 64px;
  }
  .column {
    inline-size: 100%;
    max-inline-size: var(--oc-column);
    margin-inline: auto;
  }
  .page-title {
    font: 400 1.875rem / 1.2 var(--oc-font-read);
    letter-spacing: -0.01em;
  }
  .lead {
    margin-block: 6px 0;
    max-inline-size: 60ch;
    color: var(--oc-text-3);
    text-wrap: pretty;
  }
  @media (max-width: 720px) {
    .scroll {
      padding: 4px 16px 32px;
    }
    .page-title {
      font-size: 1.625rem;
    }
  }
`;
