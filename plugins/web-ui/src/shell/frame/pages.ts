import { html, nothing, type TemplateResult } from "lit";
import type { Route } from "../../router/routes.js";

interface Page {
  /** Loads and registers the page's element; absent for those in the first bundle. */
  load?: () => Promise<unknown>;
  render: (route: Route) => TemplateResult;
}

const PAGES: { [N in Route["name"]]: Page } = {
  home: { load: () => import("../../pages/home/define.js"), render: () => html`<oc-home-page></oc-home-page>` },
  thread: {
    load: () => import("../../thread/define.js"),
    render: (route) => (route.name === "thread" ? html`<oc-thread-page .sessionId=${route.session} .at=${route.at}></oc-thread-page>` : html`${nothing}`),
  },
  approvals: { load: () => import("../../pages/approvals/define.js"), render: () => html`<oc-approvals-page></oc-approvals-page>` },
  archived: { load: () => import("../../pages/archived/define.js"), render: () => html`<oc-archived-page></oc-archived-page>` },
  channels: { load: () => import("../../pages/channels/define.js"), render: () => html`<oc-channels-page></oc-channels-page>` },
  settings: { load: () => import("../../pages/settings/define.js"), render: () => html`<oc-settings-page></oc-settings-page>` },
  setup: { load: () => import("../../pages/setup/define.js"), render: () => html`<oc-setup-page></oc-setup-page>` },
  login: { render: () => html`${nothing}` },
  "not-found": { load: () => import("../../pages/not-found/define.js"), render: () => html`<oc-not-found-page></oc-not-found-page>` },
};

const loading = new Map<Route["name"], Promise<unknown>>();
const loaded = new Set<Route["name"]>();

export function isLoaded(name: Route["name"]): boolean {
  return PAGES[name].load === undefined || loaded.has(name);
}

/** Loads a page's code once; a failed load may be tried again. */
export function loadPage(name: Route["name"]): Promise<unknown> {
  const { load } = PAGES[name];
  if (!load || loaded.has(name)) return Promise.resolve();
  let promise = loading.get(name);
  if (!promise) {
    promise = load().then(
      () => loaded.add(name),
      (cause: unknown) => {
        loading.delete(name);
        throw cause;
      },
    );
    loading.set(name, promise);
  }
  return promise;
}

export function renderPage(route: Route): TemplateResult {
  return PAGES[route.name].render(route);
}
