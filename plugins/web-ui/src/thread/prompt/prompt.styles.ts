import { css } from "lit";

export const promptStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    align-items: flex-end;
    gap: 6px;
  }
  .bubble {
    max-inline-size: 82%;
    padding: 9px 15px;
    border-radius: var(--oc-r-l) var(--oc-r-l) 4px var(--oc-r-l);
    background: var(--oc-sunken);
    transition: opacity var(--oc-quick);
  }
  p {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    line-height: 1.6;
  }
  p.clipped {
    max-block-size: 21em;
    overflow: hidden;
    mask-image: linear-gradient(#000 calc(100% - 3.5em), transparent);
  }
  .whole {
    min-block-size: 28px;
    margin-block-start: 2px;
    font-size: var(--oc-size-s);
    font-weight: 500;
    color: var(--oc-text-2);
  }
  .whole:hover {
    color: var(--oc-text);
  }
  :host([state="sending"]) .bubble,
  :host([state="queued"]) .bubble {
    background: transparent;
    box-shadow: inset 0 0 0 1px var(--oc-line-strong);
    color: var(--oc-text-2);
  }
  :host([state="failed"]) .bubble {
    background: var(--oc-danger-soft);
  }
  :host([state="withdrawn"]) .bubble {
    background: transparent;
    box-shadow: inset 0 0 0 1px var(--oc-line);
    color: var(--oc-text-3);
    text-decoration: line-through;
  }
  .author {
    padding-inline-end: 4px;
    font-size: var(--oc-size-xs);
    font-weight: 500;
    color: var(--oc-text-3);
  }
  .below {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    align-items: center;
    gap: 2px 10px;
    max-inline-size: 82%;
    padding-inline-end: 4px;
    font-size: var(--oc-size-xs);
    line-height: 1.5;
    color: var(--oc-text-3);
  }
  .hover {
    position: absolute;
    inset-block-end: -2px;
    inset-inline-start: 0;
    opacity: 0;
    transition: opacity var(--oc-quick);
  }
  :host(:hover) .hover,
  .hover:focus-within {
    opacity: 1;
  }
  .bad {
    color: var(--oc-danger);
  }
  .files {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-end;
    justify-content: flex-end;
    gap: 8px;
    max-inline-size: 82%;
  }
  .picture {
    display: block;
    overflow: hidden;
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-m);
    background: var(--oc-sunken);
  }
  .picture img {
    display: block;
    inline-size: 148px;
    block-size: 112px;
    object-fit: cover;
  }
  .chip {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: var(--oc-target);
    max-inline-size: 280px;
    padding: 5px 12px;
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-m);
    font-size: var(--oc-size-s);
  }
  .chip span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .chip small {
    color: var(--oc-text-3);
  }
  .chip:hover {
    background: var(--oc-hover);
  }
`;
