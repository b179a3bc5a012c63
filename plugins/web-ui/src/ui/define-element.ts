/** Registers an element once; a second call with the same name (another bundle, a test) does nothing. */
export function defineElement(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
