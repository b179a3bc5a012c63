import type { ReactiveControllerHost } from "lit";
import type { ThreadScope } from "../thread-scope.js";

/** What the parts of a row need of the element that they are drawn in. */
export type RowHost = HTMLElement & ReactiveControllerHost & { readonly scope: ThreadScope; readonly revision: string };
