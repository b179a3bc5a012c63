import { css } from "lit";

/** Labels, fields, hints and problems of a form: `<label class="field"><span class="label">…</span><input class="input"><span class="hint">…</span></label>`. */
export const formStyles = css`
  .form {
    display: grid;
    gap: var(--oc-4);
  }
  .field {
    display: grid;
    gap: 6px;
  }
  .label {
    font-size: var(--oc-size-s);
    font-weight: 550;
  }
  .hint {
    font-size: var(--oc-size-xs);
    line-height: 1.5;
    color: var(--oc-text-3);
  }
  .problem {
    font-size: var(--oc-size-s);
    line-height: 1.5;
    color: var(--oc-danger);
  }
  .input,
  .select {
    inline-size: 100%;
    min-block-size: 38px;
    padding: 7px 11px;
    border: 1px solid var(--oc-line-strong);
    border-radius: var(--oc-r-s);
    background: var(--oc-raised);
    font-size: var(--oc-size-m);
    line-height: 1.4;
    transition: border-color var(--oc-quick);
  }
  .input::placeholder {
    color: var(--oc-text-3);
    opacity: 1;
  }
  .input:hover,
  .select:hover {
    border-color: var(--oc-faint);
  }
  .input:focus-visible,
  .select:focus-visible {
    outline-offset: -1px;
    border-color: var(--oc-focus);
  }
  .input[aria-invalid="true"] {
    border-color: var(--oc-danger);
  }
  .input.mono {
    font-size: var(--oc-size-s);
    font-variant-ligatures: none;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--oc-2);
  }
  @media (pointer: coarse) {
    .input,
    .select {
      min-block-size: 44px;
      /* Below 16 px a phone zooms into the field. */
      font-size: 1rem;
    }
  }
`;
