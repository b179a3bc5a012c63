const KEY = "oc.single-keys";

/** Whether shortcuts of one letter are on in this browser. Speech input and unsteady hands press them by accident (WCAG 2.1.4). */
export function singleKeys(): boolean {
  return localStorage.getItem(KEY) !== "off";
}

export function setSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, "off");
}
