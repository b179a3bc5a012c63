/**
 * Puts a text on the clipboard; answers whether that worked. Over plain http from another machine browsers have no clipboard interface:
 * then the old command is used, through a field that is added beside `near` (inside an open dialog only its own content can be selected).
 */
export async function copyText(text: string, near: HTMLElement): Promise<boolean> {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // Refused by a permission or because the page lost the focus; the command may still be allowed.
  }
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  Object.assign(field.style, { position: "fixed", insetBlockStart: "0", opacity: "0" });
  const before = document.activeElement;
  near.after(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
