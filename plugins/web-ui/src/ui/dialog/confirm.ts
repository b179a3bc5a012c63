import type { ConfirmOptions } from "./confirm-options.js";

/** Asks before something that cannot be taken back. Resolves true when the person confirms, false however else the dialog is left. */
export async function confirmDialog(options: ConfirmOptions): Promise<boolean> {
  await import("./define-confirm.js");
  const element = document.createElement("oc-confirm");
  element.options = options;
  const yes = await new Promise<boolean>((resolve) => {
    element.answered = resolve;
    document.body.append(element);
  });
  await element.updateComplete;
  element.remove();
  return yes;
}
