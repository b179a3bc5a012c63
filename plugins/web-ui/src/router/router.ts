import { href, match, type Route } from "./routes.js";

/**
 * The address bar as state. Links stay ordinary links: a plain press on a same-origin `<a>` in any shadow root is answered here without loading
 * the page again; with a modifier, `target` or `download` the browser does what it always does.
 * @fires change - after each navigation; `route` is the new one
 */
export class Router extends EventTarget {
  route: Route = match(new URL(location.href));

  start(): void {
    addEventListener("popstate", this.#popped);
    document.addEventListener("click", this.#clicked);
  }
  stop(): void {
    removeEventListener("popstate", this.#popped);
    document.removeEventListener("click", this.#clicked);
  }

  /** `replace` leaves no step to go back to, for redirects. */
  go(to: Route | string, options: { replace?: boolean } = {}): void {
    const target = typeof to === "string" ? to : href(to);
    if (options.replace) history.replaceState(null, "", target);
    else if (target !== location.pathname + location.search) history.pushState(null, "", target);
    this.#popped();
  }

  readonly #popped = (): void => {
    this.route = match(new URL(location.href));
    this.dispatchEvent(new Event("change"));
  };

  readonly #clicked = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement && node.href !== "");
    if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    const path = link.pathname;
    if (path.startsWith("/api/") || link.hash) return;
    event.preventDefault();
    this.go(path + link.search);
  };
}
