import { css } from "lit";

/** The floating panel of menus and pickers; on a phone it is a sheet at the lower edge (`--sheet` tells the controller not to place it). */
export const panelStyles = css`
  [popover] {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: 5px;
    min-inline-size: 190px;
    max-inline-size: min(420px, calc(100vw - 16px));
    max-block-size: min(440px, calc(100dvh - 16px));
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--oc-line);
    border-radius: var(--oc-r-m);
    background: var(--oc-raised);
    color: var(--oc-text);
    box-shadow: var(--oc-shadow-high);
    font-size: var(--oc-size-s);
    line-height: 1.4;
  }
  [popover]:popover-open {
    animation: appear var(--oc-quick);
  }
  @keyframes appear {
    from {
      opacity: 0;
      translate: 0 -3px;
    }
  }
  @media (max-width: 720px) {
    [popover] {
      --sheet: 1;
      inset: auto 0 0 0;
      inline-size: 100%;
      max-inline-size: none;
      max-block-size: 70dvh;
      padding: 10px 10px calc(10px + env(safe-area-inset-bottom));
      border-width: 1px 0 0;
      border-radius: var(--oc-r-l) var(--oc-r-l) 0 0;
      font-size: var(--oc-size-m);
    }
    [popover]::backdrop {
      background: var(--oc-scrim);
    }
    @keyframes appear {
      from {
        opacity: 0;
        translate: 0 16px;
      }
    }
  }
`;
