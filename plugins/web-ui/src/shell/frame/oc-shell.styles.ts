import { css } from "lit";

export const shellStyles = css`
  :host {
    display: grid;
    grid-template-columns: var(--oc-rail-width) minmax(0, 1fr);
    grid-template-rows: auto minmax(0, 1fr) auto;
    grid-template-areas: "rail banner" "rail main" "rail tabs";
    block-size: 100dvh;
    background: var(--oc-page);
  }
  :host([collapsed]),
  :host([alone]) {
    grid-template-columns: 0 minmax(0, 1fr);
  }
  .skip {
    position: fixed;
    inset-block-start: 8px;
    inset-inline-start: 8px;
    z-index: 3;
    translate: 0 -60px;
  }
  .skip:focus-within {
    translate: 0 0;
  }
  oc-rail {
    grid-area: rail;
    border-inline-end: 1px solid var(--oc-line);
    min-block-size: 0;
  }
  :host([collapsed]) > oc-rail {
    display: none;
  }
  oc-banner {
    grid-area: banner;
  }
  main {
    grid-area: main;
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    min-inline-size: 0;
    outline: none;
  }
  main > * {
    flex: 1;
    min-block-size: 0;
  }
  main > oc-skeleton {
    flex: none;
    inline-size: min(var(--oc-column), 100% - 48px);
    margin: 72px auto;
  }
  main > oc-error {
    flex: none;
    inline-size: min(var(--oc-column), 100% - 48px);
    margin: 72px auto;
  }
  oc-tab-bar {
    grid-area: tabs;
  }
  dialog {
    position: fixed;
    inset: 0 auto 0 0;
    margin: 0;
    inline-size: min(320px, 86vw);
    max-inline-size: none;
    block-size: 100dvh;
    max-block-size: none;
    padding: 0;
    border: 0;
    background: var(--oc-rail);
    color: var(--oc-text);
    overflow: hidden;
  }
  dialog:dir(rtl) {
    inset: 0 0 0 auto;
  }
  dialog[open] {
    animation: slide 150ms cubic-bezier(0.2, 0, 0, 1);
  }
  dialog::backdrop {
    background: var(--oc-scrim);
  }
  dialog oc-rail {
    block-size: 100%;
    border: 0;
  }
  @keyframes slide {
    from {
      translate: -24px 0;
      opacity: 0.4;
    }
  }
  @media (max-width: 720px) {
    :host,
    :host([collapsed]),
    :host([alone]) {
      grid-template-columns: minmax(0, 1fr);
      grid-template-areas: "banner" "main" "tabs";
    }
  }
`;
