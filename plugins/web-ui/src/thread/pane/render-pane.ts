import type { SessionView } from "@open-cowork/shared";
import { html, nothing } from "lit";
import type { ThreadRequest } from "../thread-events.js";
import type { ThreadScope } from "../thread-scope.js";

/** What stands beside a thread. Its elements are in define.ts, fetched when first wanted. */
export type Pane = { kind: "subagent"; key: string } | { kind: "artifact"; artifact: string; name: string; mime: string };

export interface PaneContent {
  view: SessionView;
  version: number;
  scope: ThreadScope;
  close: () => void;
  requested: (event: CustomEvent<ThreadRequest>) => void;
}

export function renderPane(pane: Pane | undefined, { view, version, scope, close, requested }: PaneContent) {
  if (!pane) return nothing;
  if (pane.kind === "artifact") {
    return html`<oc-artifact-pane class="pane" .name=${pane.name} .mime=${pane.mime} .url=${scope.artifactUrl(pane.artifact)} @oc-pane-closed=${close}></oc-artifact-pane>`;
  }
  return html`<oc-subagent-pane
    class="pane"
    .key=${pane.key}
    .view=${view}
    .version=${version}
    .scope=${scope}
    @oc-pane-closed=${close}
    @oc-thread-request=${requested}
  ></oc-subagent-pane>`;
}
