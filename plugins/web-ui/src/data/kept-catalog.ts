import type { Catalog } from "@open-cowork/shared";

const KEY = "oc.catalog";
/** Of text; a provider with thousands of models is read again each time. */
const MOST = 200_000;

/**
 * The agents and models this browser saw last in a workspace. An engine that has to start first answers after seconds; until then the composer
 * shows these. Names only, nothing that has to be secret; the answer replaces them.
 */
export function keptCatalog(workspace: string): Catalog | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null") as { workspace: string; catalog: Catalog } | null;
    return kept?.workspace === workspace && Array.isArray(kept.catalog.models) && Array.isArray(kept.catalog.agents) ? kept.catalog : undefined;
  } catch {
    // Written by something else, or storage is blocked.
    return undefined;
  }
}

export function keepCatalog(workspace: string, catalog: Catalog): void {
  const text = JSON.stringify({ workspace, catalog });
  try {
    if (text.length <= MOST) localStorage.setItem(KEY, text);
  } catch {
    // Storage is full or blocked: the next visit waits for the answer.
  }
}

export function forgetCatalog(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was kept where storage is blocked.
  }
}
