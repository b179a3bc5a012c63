import type { Catalog } from "@open-cowork/shared";
import { modelKey } from "../preferences.js";

type Entry = Catalog["models"][number];
/** Models under one heading; favourites come first, under an empty name. */
export interface ModelGroup {
  name: string;
  entries: Entry[];
}

/** What the picker lists. Every word of the filter must occur in the model's name, id or provider. */
export function modelGroups(models: readonly Entry[], filter: string, favourites: ReadonlySet<string>): ModelGroup[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const matching = models.filter((entry) => {
    const text = `${entry.model.name} ${entry.model.id} ${entry.providerName}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const groups = new Map<string, Entry[]>();
  const starred: Entry[] = [];
  for (const entry of matching) {
    if (favourites.has(modelKey({ provider: entry.provider, model: entry.model.id }))) starred.push(entry);
    else groups.set(entry.providerName, [...(groups.get(entry.providerName) ?? []), entry]);
  }
  const rest = [...groups].map(([name, entries]) => ({ name, entries }));
  return starred.length > 0 ? [{ name: "", entries: starred }, ...rest] : rest;
}
